using System.Collections.Concurrent;

namespace WeChatPlatform.Message.Replies;

/// <summary>Requests of this replica that wait for a decision, by message. A broadcast wakes them; the row decides.</summary>
internal sealed class DecisionWaiters
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Waiter, byte>> waiting = new();

    public Waiter Add(Guid messageId)
    {
        var waiter = new Waiter(this, messageId);
        waiting.GetOrAdd(messageId, static _ => new ConcurrentDictionary<Waiter, byte>()).TryAdd(waiter, 0);
        return waiter;
    }

    public void Wake(IEnumerable<Guid> messageIds)
    {
        foreach (var id in messageIds)
        {
            if (waiting.TryGetValue(id, out var waiters))
            {
                foreach (var waiter in waiters.Keys)
                {
                    waiter.Wake();
                }
            }
        }
    }

    private void Remove(Waiter waiter)
    {
        // An empty set may be left behind by a race with Add; the next Remove of that message takes it away.
        if (waiting.TryGetValue(waiter.MessageId, out var waiters))
        {
            waiters.TryRemove(waiter, out _);
            if (waiters.IsEmpty)
            {
                waiting.TryRemove(KeyValuePair.Create(waiter.MessageId, waiters));
            }
        }
    }

    internal sealed class Waiter(DecisionWaiters owner, Guid messageId) : IDisposable
    {
        private readonly TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid MessageId => messageId;

        public void Wake() => woken.TrySetResult();

        /// <summary>Returns when woken or after the time, whichever is first.</summary>
        public async Task WaitAsync(TimeSpan most, TimeProvider time, CancellationToken ct)
        {
            try
            {
                await woken.Task.WaitAsync(most, time, ct);
            }
            catch (TimeoutException)
            {
                // The caller looks at the row again.
            }
        }

        public void Dispose() => owner.Remove(this);
    }
}
