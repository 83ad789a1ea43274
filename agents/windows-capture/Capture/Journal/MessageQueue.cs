using System.Collections.Immutable;

namespace WeChatPlatform.Capture.Journal;

/// <summary>The queue to the server, as changes of the journal.</summary>
internal static class MessageQueue
{
    /// <summary>
    /// Adds messages at the end; when there are too many the oldest give way, and each chat that lost some gets a gap that
    /// the server is told.
    /// </summary>
    public static JournalState Add(
        JournalState state, IReadOnlyCollection<QueuedMessage> messages, int limit, int gapLimit = 1_000)
    {
        if (messages.Count == 0)
        {
            return state;
        }

        var queue = state.Queue.AddRange(messages);
        var dropped = Math.Max(0, queue.Count - limit);
        var next = state with { Queue = queue.RemoveRange(0, dropped) };
        return queue.Take(dropped).Aggregate(next, (current, message) => CaptureGaps.Add(current, GapOf(message), gapLimit));
    }

    public static JournalState Remove(JournalState state, string id) =>
        state with { Queue = state.Queue.RemoveAll(message => message.Id == id) };

    /// <summary>
    /// The server has the message. Its attachment goes on by itself, so that one that is not taken holds up no message.
    /// </summary>
    /// <remarks>Without the server's id nothing can be attached: <paramref name="serverMessageId"/> absent gives the bytes up.</remarks>
    public static JournalState Accept(JournalState state, QueuedMessage message, string? serverMessageId, int limit)
    {
        var removed = Remove(state, message.Id);
        if (message.AttachmentName is not { } name || serverMessageId is null)
        {
            return removed;
        }

        var attachments = removed.Attachments.Add(
            new PendingAttachment(message.Id, serverMessageId, name, message.Traceparent, message.ChatId));
        return removed with { Attachments = attachments.RemoveRange(0, Math.Max(0, attachments.Count - limit)) };
    }

    /// <summary>The attachment is with the server, or given up.</summary>
    public static JournalState Detach(JournalState state, string messageId) => state with
    {
        Attachments = state.Attachments.RemoveAll(attachment => attachment.MessageId == messageId),
    };

    /// <summary>Messages whose bytes are still wanted.</summary>
    public static IEnumerable<string> WithAttachments(JournalState state) =>
        state.Queue.Where(message => message.AttachmentName is not null).Select(message => message.Id)
            .Concat(state.Attachments.Select(attachment => attachment.MessageId));

    /// <summary>Takes a message that the server refused for good out of the way and keeps it with the reason.</summary>
    public static JournalState SetAside(
        JournalState state, QueuedMessage message, int status, string reason, DateTimeOffset now, int limit)
    {
        ImmutableList<RefusedMessage> kept = state.SetAside.Add(new RefusedMessage(message, status, reason, now));
        return Remove(state, message.Id) with { SetAside = kept.RemoveRange(0, Math.Max(0, kept.Count - limit)) };
    }

    // The time is the message's own: it says when somebody wrote what nobody will read.
    private static CaptureGap GapOf(QueuedMessage message) => new(
        Guid.CreateVersion7(message.Timestamp).ToString(), message.ChatId, message.ChatName, message.IsGroup,
        CaptureGaps.QueueFull, Missing: 1, message.Timestamp);
}
