using System.Collections.Immutable;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// How old waiting messages are. From the moment a message is in the queue its age is counted by a clock that nobody sets,
/// so a PC clock that is put right, or wrong, makes no fresh message stale and no stale one fresh. A message that an
/// earlier process left is as old as the PC clock says, and at least as old as this process has known it.
/// </summary>
internal sealed class MessageAges(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Seen, TimeSpan Age)> _known = new(StringComparer.Ordinal);

    /// <summary>Notes what is new at the end of the queue and forgets what left it.</summary>
    public void Note(ImmutableList<QueuedMessage> queue)
    {
        lock (_gate)
        {
            var seen = time.GetTimestamp();
            for (var index = queue.Count - 1; index >= 0 && !_known.ContainsKey(queue[index].Id); index--)
            {
                _known[queue[index].Id] = (seen, ByTheWall(queue[index]));
            }

            // Only now and then: a queue that is worked off from its front need not be walked through for every message.
            if (_known.Count > 2 * queue.Count)
            {
                var gone = _known.Keys.Except(queue.Select(message => message.Id)).ToList();
                gone.ForEach(id => _known.Remove(id));
            }
        }
    }

    public TimeSpan Of(QueuedMessage message)
    {
        lock (_gate)
        {
            return _known.TryGetValue(message.Id, out var known)
                ? known.Age + time.GetElapsedTime(known.Seen)
                : ByTheWall(message);
        }
    }

    private TimeSpan ByTheWall(QueuedMessage message)
    {
        var age = time.GetUtcNow() - message.Timestamp;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }
}
