using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>When a row that was found now was written.</summary>
internal static class MessageAge
{
    /// <summary>An agent that looked this recently saw the row come.</summary>
    public static readonly TimeSpan Watching = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The time of row <paramref name="index"/>. While the agent was watching that is now. After an absence it is the time
    /// row above it, which a message follows within minutes, or one after another for longer: so not before
    /// <paramref name="lookedAt"/>, when nothing of it was there. Without a time row above, the one below is the latest it
    /// can be; without either it is now.
    /// </summary>
    /// <param name="rows">All loaded rows, with the instants of their time rows.</param>
    /// <param name="index">The row in question.</param>
    /// <param name="lookedAt">When the agent last saw all chats; null when it never did, or does not know.</param>
    /// <param name="now">The time of the reading.</param>
    public static DateTimeOffset WrittenAt(
        IReadOnlyList<MessageRow> rows, int index, DateTimeOffset? lookedAt, DateTimeOffset now)
    {
        // A clock that was set back makes the last look lie ahead: nothing can be said from it.
        var floor = lookedAt is { } looked && looked <= now ? looked : (DateTimeOffset?)null;
        if (floor is not null && now - floor <= Watching)
        {
            return now;
        }

        var estimate = Above(rows, index) ?? Below(rows, index) ?? now;
        if (floor is not null && estimate < floor)
        {
            estimate = floor.Value;
        }

        return estimate < now ? estimate : now;
    }

    private static DateTimeOffset? Above(IReadOnlyList<MessageRow> rows, int index)
    {
        for (var place = index - 1; place >= 0; place--)
        {
            if (rows[place] is { Kind: RowKind.Time, At: { } at })
            {
                return at;
            }
        }

        return null;
    }

    private static DateTimeOffset? Below(IReadOnlyList<MessageRow> rows, int index)
    {
        for (var place = index + 1; place < rows.Count; place++)
        {
            if (rows[place] is { Kind: RowKind.Time, At: { } at })
            {
                return at;
            }
        }

        return null;
    }
}
