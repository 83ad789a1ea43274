using System.Threading.Channels;

namespace WeChatPlatform.Capture.Desktop;

/// <summary>
/// Work at the window for others than the desktop's loop, such as a self-check that somebody asks a running agent for. The
/// loop does it between two rounds, because only one may use the window.
/// </summary>
internal sealed class DesktopErrands
{
    private const int Most = 4;

    private readonly Channel<Func<CancellationToken, Task>> _waiting = Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Has the work done and gives its result.</summary>
    /// <exception cref="InvalidOperationException">Too much waits already.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task DoAsync(CancellationToken stopping)
        {
            if (ct.IsCancellationRequested)
            {
                return;
            }

            try
            {
                done.TrySetResult(await work(stopping));
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // Theirs, not the loop's.
                done.TrySetException(failure);
            }
        }

        if (!_waiting.Writer.TryWrite(DoAsync))
        {
            throw new InvalidOperationException("Too many errands wait for the desktop.");
        }

        return await done.Task.WaitAsync(ct);
    }

    /// <summary>Does what waits. Called by the desktop's loop alone.</summary>
    internal async Task DoWaitingAsync(CancellationToken ct)
    {
        while (_waiting.Reader.TryRead(out var errand))
        {
            await errand(ct);
        }
    }
}
