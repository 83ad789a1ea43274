using System.Collections.Concurrent;

namespace WeChatPlatform.Rag;

/// <summary>Wakes this replica's worker, and stops the jobs that run here. Replicas elsewhere find the same in the database.</summary>
internal sealed class IngestionSignals(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim woken = new(0);
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();

    public void Wake() => woken.Release();

    /// <summary>Until somebody wakes it, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await Task.WhenAny(woken.WaitAsync(stop.Token), Task.Delay(atMost, time, stop.Token));
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    public void Cancel(Guid jobId)
    {
        if (running.TryGetValue(jobId, out var source))
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended in this moment.
            }
        }
    }

    /// <summary>A run of a job that can be stopped from here; over when disposed.</summary>
    public Running Begin(Guid jobId, params ReadOnlySpan<CancellationToken> tokens)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(tokens);
        running[jobId] = source;
        return new Running(source, () => running.TryRemove(jobId, out _));
    }

    public void Dispose() => woken.Dispose();

    internal sealed class Running(CancellationTokenSource source, Action end) : IDisposable
    {
        public CancellationToken Token => source.Token;

        public void Dispose()
        {
            end();
            source.Dispose();
        }
    }
}
