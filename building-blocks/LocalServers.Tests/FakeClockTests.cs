using WeChatPlatform.Testing;

namespace WeChatPlatform.LocalServers.Tests;

public sealed class FakeClockTests
{
    private readonly FakeClock clock = new();

    [Fact]
    public void It_stands_still_until_it_is_advanced()
    {
        var start = clock.GetTimestamp();
        clock.GetUtcNow().ShouldBe(FakeClock.DefaultStart);

        clock.Advance(TimeSpan.FromMinutes(5));

        clock.GetUtcNow().ShouldBe(FakeClock.DefaultStart.AddMinutes(5));
        clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_timer_fires_when_due_and_sees_the_time_it_was_due_at()
    {
        var fired = new List<double>();
        using var timer = clock.CreateTimer(_ => fired.Add(Now()), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromSeconds(1.9));
        fired.ShouldBeEmpty();

        clock.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe([2]);
        clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_periodic_timer_fires_once_a_period()
    {
        var fired = new List<double>();
        using var timer = clock.CreateTimer(_ => fired.Add(Now()), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(6));

        fired.ShouldBe([1, 3, 5]);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_times_those_set_by_others_too()
    {
        var fired = new List<string>();
        using var late = clock.CreateTimer(_ => fired.Add("late"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => SetAnother(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromSeconds(3));

        fired.ShouldBe(["early", "between", "late"]);

        void SetAnother()
        {
            fired.Add("early");
            clock.CreateTimer(_ => fired.Add("between"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    [Fact]
    public void A_disposed_timer_does_not_fire()
    {
        var fired = false;
        clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        clock.Advance(TimeSpan.FromSeconds(2));

        fired.ShouldBeFalse();
    }

    [Fact]
    public async Task A_delay_ends_by_advancing_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), clock, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(59));
        delay.IsCompleted.ShouldBeFalse();

        clock.Advance(TimeSpan.FromMinutes(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Advancing_from_many_threads_loses_no_time_and_no_firing()
    {
        var fired = 0;
        await using var timer = clock.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(() => clock.Advance(TimeSpan.FromSeconds(5)), TestContext.Current.CancellationToken)));

        clock.GetUtcNow().ShouldBe(FakeClock.DefaultStart.AddSeconds(100));
        fired.ShouldBe(100);
    }

    private double Now() => (clock.GetUtcNow() - FakeClock.DefaultStart).TotalSeconds;
}
