using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Windows.Calls;

namespace WeChatPlatform.Capture.Windows.Tests.Calls;

public sealed class CallThreadTests : IDisposable
{
    private readonly SteppedClock _clock = new();
    private readonly CallThread<object> _thread;
    private readonly ManualResetEventSlim _released = new();
    private int _states;

    public CallThreadTests() => _thread = new CallThread<object>(
        () =>
        {
            Interlocked.Increment(ref _states);
            return new object();
        },
        TimeSpan.FromSeconds(10),
        _clock,
        NullLogger.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _released.Set();
        _thread.Dispose();
        _released.Dispose();
    }

    [Fact]
    public async Task Calls_run_on_one_thread_with_one_state()
    {
        var first = await _thread.RunAsync(state => (state, Environment.CurrentManagedThreadId), Ct);
        var second = await _thread.RunAsync(state => (state, Environment.CurrentManagedThreadId), Ct);

        second.ShouldBe(first);
        _states.ShouldBe(1);
    }

    [Fact]
    public async Task An_exception_belongs_to_the_caller_and_the_thread_goes_on()
    {
        await Should.ThrowAsync<FormatException>(() => _thread.RunAsync<int>(_ => throw new FormatException(), Ct));

        (await _thread.RunAsync(_ => 5, Ct)).ShouldBe(5);
        _states.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_hangs_costs_its_thread_and_the_next_one_has_another()
    {
        var first = await _thread.RunAsync(_ => Environment.CurrentManagedThreadId, Ct);
        await HangAsync();

        (await _thread.RunAsync(_ => Environment.CurrentManagedThreadId, Ct)).ShouldNotBe(first);
        _states.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_was_given_up_before_it_began_is_never_made()
    {
        using var making = new ManualResetEventSlim();
        using var slow = new CallThread<object>(
            () =>
            {
                making.Set();
                _released.Wait(TimeSpan.FromSeconds(30));
                return new object();
            },
            TimeSpan.FromSeconds(10),
            _clock,
            NullLogger.Instance);
        var made = 0;
        var call = slow.RunAsync(_ => Interlocked.Increment(ref made), Ct);
        making.Wait(Ct);
        _clock.EndLongWaits();
        await Should.ThrowAsync<DesktopUnavailableException>(() => call);

        _released.Set();
        // The one thread and state that come after it, so that the first had its time.
        (await slow.RunAsync(_ => 7, Ct)).ShouldBe(7);
        await UntilAsync(() => Task.FromResult(slow.Hanging == 0));

        made.ShouldBe(0);
    }

    [Fact]
    public async Task Threads_that_hang_are_limited_and_the_limit_ends_when_they_come_back()
    {
        for (var count = 0; count < CallThread<object>.MostHanging; count++)
        {
            await HangAsync();
        }

        (await Should.ThrowAsync<DesktopUnavailableException>(() => _thread.RunAsync(_ => 1, Ct))).Reason.ShouldBe("not_answering");
        _states.ShouldBe(CallThread<object>.MostHanging);

        _released.Set();
        await UntilAsync(async () =>
        {
            try
            {
                return await _thread.RunAsync(_ => 1, Ct) == 1;
            }
            catch (DesktopUnavailableException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Who_waits_for_a_turn_may_leave()
    {
        using var begun = new ManualResetEventSlim();
        var running = _thread.RunAsync(
            _ =>
            {
                begun.Set();
                _released.Wait(TimeSpan.FromSeconds(30));
                return 1;
            },
            Ct);
        begun.Wait(Ct);
        using var leaving = new CancellationTokenSource();
        var waiting = _thread.RunAsync(_ => 2, leaving.Token);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        _released.Set();
        (await running).ShouldBe(1);
    }

    private async Task HangAsync()
    {
        using var begun = new ManualResetEventSlim();
        var hanging = _thread.RunAsync(
            _ =>
            {
                begun.Set();
                return _released.Wait(TimeSpan.FromSeconds(30));
            },
            Ct);
        begun.Wait(Ct);
        _clock.EndLongWaits();
        (await Should.ThrowAsync<DesktopUnavailableException>(() => hanging)).Reason.ShouldBe("not_answering");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
