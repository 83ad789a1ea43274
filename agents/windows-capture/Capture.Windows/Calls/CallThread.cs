using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Windows.Calls;

/// <summary>
/// The one thread that calls into the client, and the queue in front of it. A call that takes longer than it may is given up
/// together with its thread, because nothing can take it back; the next call gets a new thread and a new state.
/// </summary>
/// <remarks>
/// Too many threads that hang are a limit: then calls are refused until one comes back, as all do when the client ends. The
/// thread owns no window, as UI Automation wants it of its callers. <paramref name="createState"/> runs on it and must not fail.
/// </remarks>
internal sealed class CallThread<TState>(
    Func<TState> createState, TimeSpan longestCall, TimeProvider time, ILogger logger) : IDisposable
    where TState : class
{
    internal const int MostHanging = 4;

    private readonly SemaphoreSlim _turn = new(1);
    private Worker? _worker;
    private int _hanging;

    /// <summary>How many calls that were given up have not come back.</summary>
    internal int Hanging => Volatile.Read(ref _hanging);

    /// <summary>Runs a call; one at a time, in the order of asking.</summary>
    /// <exception cref="DesktopUnavailableException">not_answering: the call, or one of too many before it, hangs.</exception>
    public async Task<T> RunAsync<T>(Func<TState, T> call, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_worker is null && Hanging >= MostHanging)
            {
                throw new DesktopUnavailableException("not_answering");
            }

            var worker = _worker ??= new Worker(createState);
            var running = worker.Run(call);
            try
            {
                // Not cancelled half way: what the call does to the window would go on all the same.
                return await running.WaitAsync(longestCall, time, CancellationToken.None);
            }
            catch (TimeoutException) when (!running.IsCompleted)
            {
                GiveUp(worker, running);
                throw new DesktopUnavailableException("not_answering");
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _worker?.End();
        _turn.Dispose();
    }

    private void GiveUp(Worker worker, Task running)
    {
        var hanging = Interlocked.Increment(ref _hanging);
        logger.CallHangs((int)longestCall.TotalMilliseconds, hanging);
        worker.GiveUp();
        _worker = null;
        _ = running.ContinueWith(
            finished =>
            {
                _ = finished.Exception;
                Interlocked.Decrement(ref _hanging);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private sealed class Worker
    {
        private readonly BlockingCollection<Action<TState>> _calls = [];
        private volatile bool _isGivenUp;

        public Worker(Func<TState> createState)
        {
            var thread = new Thread(() =>
            {
                // Here, so that what it makes belongs to this thread.
                var state = createState();
                foreach (var call in _calls.GetConsumingEnumerable())
                {
                    call(state);
                }
            })
            { IsBackground = true, Name = "window calls" };
            if (OperatingSystem.IsWindows())
            {
                thread.SetApartmentState(ApartmentState.MTA);
            }

            thread.Start();
        }

        public Task<T> Run<T>(Func<TState, T> call)
        {
            var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _calls.Add(state =>
            {
                if (_isGivenUp)
                {
                    // It had not begun, as on a PC that slept: who asked was told that it hangs, and goes on without it.
                    result.SetCanceled();
                    return;
                }

                try
                {
                    result.SetResult(call(state));
                }
                catch (Exception failed)
                {
                    // It belongs to the one who asked; this thread goes on.
                    result.SetException(failed);
                }
            });
            return result.Task;
        }

        public void End() => _calls.CompleteAdding();

        public void GiveUp()
        {
            _isGivenUp = true;
            End();
        }
    }
}
