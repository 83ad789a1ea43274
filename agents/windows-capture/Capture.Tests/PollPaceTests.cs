namespace WeChatPlatform.Capture.Tests;

/// <summary>How long the loop rests.</summary>
public sealed class PollPaceTests
{
    private readonly LeapingClock _clock = new();
    private TimeSpan _spent;

    [Theory]
    [InlineData(true, 700, 2000, 5000)]
    [InlineData(false, 300, 600, 600)]
    public async Task Pauses_grow_while_nothing_happens_and_are_short_again_when_something_does(bool isReal, int active, int idle, int quiet)
    {
        var pace = New(new PollOptions { CpuPercent = 0 }, isReal);

        pace.After(busy: true).TotalMilliseconds.ShouldBe(active);
        var second = pace.After(busy: false).TotalMilliseconds;
        second.ShouldBe(active * 1.25);
        Grown(pace).ShouldBe(idle);
        await Task.Delay(TimeSpan.FromMinutes(3), _clock, TestContext.Current.CancellationToken);
        Grown(pace).ShouldBe(quiet);
        pace.After(busy: true).TotalMilliseconds.ShouldBe(active);
        Grown(pace).ShouldBe(idle, "it was busy a moment ago");
    }

    [Fact]
    public void What_is_set_is_kept_for_either_window()
    {
        var options = new PollOptions { ActiveMilliseconds = 20, IdleMilliseconds = 50, CpuPercent = 0 };

        Grown(New(options, isReal: false)).ShouldBe(50);
        New(options, isReal: true).After(busy: true).TotalMilliseconds.ShouldBe(20);
    }

    [Fact]
    public void A_round_that_costs_too_much_is_rested_for_up_to_a_bound()
    {
        var pace = New(new PollOptions(), isReal: true);

        _spent += TimeSpan.FromMilliseconds(200);
        pace.After(busy: false).ShouldBe(TimeSpan.FromSeconds(4), "200 ms are 5 percent of 4 s");
        pace.After(busy: false).ShouldBeLessThan(TimeSpan.FromSeconds(2), "the next one cost nothing");
        _spent += TimeSpan.FromSeconds(30);
        pace.After(busy: false).ShouldBe(TimeSpan.FromSeconds(15));
        _spent += TimeSpan.FromSeconds(30);
        pace.After(busy: true).ShouldBe(TimeSpan.FromMilliseconds(700), "who writes is not made to wait");
    }

    private PollPace New(PollOptions options, bool isReal) => new(options, isReal, () => _spent, _clock);

    private static double Grown(PollPace pace)
    {
        var pause = TimeSpan.Zero;
        for (var round = 0; round < 30; round++)
        {
            pause = pace.After(busy: false);
        }

        return pause.TotalMilliseconds;
    }
}
