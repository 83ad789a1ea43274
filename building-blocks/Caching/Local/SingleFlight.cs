using System.Collections.Concurrent;

namespace WeChatPlatform.Caching;

/// <summary>Of those who ask for the same at the same time one goes, and the others take what it brings.</summary>
internal sealed class SingleFlight
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<object?>> flights = new(StringComparer.Ordinal);

    public async ValueTask<T?> RunAsync<T>(string key, Func<Task<T?>> work, CancellationToken ct)
        where T : class
    {
        while (true)
        {
            var mine = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var flight = flights.GetOrAdd(key, mine);
            if (flight == mine)
            {
                return await GoAsync(key, mine, work);
            }

            try
            {
                return (T?)await flight.Task.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // The one who went gave up. Somebody else goes.
            }
        }
    }

    /// <summary>Whoever asks from now on does not take what is on its way.</summary>
    public void Forget(string key) => flights.TryRemove(key, out _);

    private async Task<T?> GoAsync<T>(string key, TaskCompletionSource<object?> mine, Func<Task<T?>> work)
        where T : class
    {
        try
        {
            var value = await work();
            Land(key, mine);
            mine.SetResult(value);
            return value;
        }
        catch (OperationCanceledException)
        {
            Land(key, mine);
            mine.SetCanceled(CancellationToken.None);
            throw;
        }
        catch (Exception failure)
        {
            Land(key, mine);
            mine.SetException(failure);

            // Seen here, since perhaps nobody waits.
            _ = mine.Task.Exception;
            throw;
        }
    }

    // Its own flight only: the key may have been forgotten and be another's by now.
    private void Land(string key, TaskCompletionSource<object?> mine) => flights.TryRemove(KeyValuePair.Create(key, mine));
}
