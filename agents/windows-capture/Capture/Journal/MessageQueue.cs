using System.Collections.Immutable;

namespace WeChatPlatform.Capture.Journal;

/// <summary>The queue to the server, as changes of the journal.</summary>
internal static class MessageQueue
{
    /// <summary>Adds messages at the end; when there are too many the oldest give way and are counted as gaps.</summary>
    public static JournalState Add(JournalState state, IReadOnlyCollection<QueuedMessage> messages, int limit)
    {
        if (messages.Count == 0)
        {
            return state;
        }

        var queue = state.Queue.AddRange(messages);
        var dropped = Math.Max(0, queue.Count - limit);
        return state with { Queue = queue.RemoveRange(0, dropped), Gaps = state.Gaps + dropped };
    }

    public static JournalState Remove(JournalState state, string id) =>
        state with { Queue = state.Queue.RemoveAll(message => message.Id == id) };

    /// <summary>Takes a message that the server refused for good out of the way and keeps it with the reason.</summary>
    public static JournalState SetAside(
        JournalState state, QueuedMessage message, int status, string reason, DateTimeOffset now, int limit)
    {
        ImmutableList<RefusedMessage> kept = state.SetAside.Add(new RefusedMessage(message, status, reason, now));
        return Remove(state, message.Id) with { SetAside = kept.RemoveRange(0, Math.Max(0, kept.Count - limit)) };
    }
}
