namespace WeChatPlatform.MessagingBenchmark;

/// <summary>One way to carry a turn of four steps. Every road does the same work on the same servers.</summary>
internal interface IRoad : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The database it writes to: its commits are counted there.</summary>
    string DatabaseConnection { get; }

    /// <summary>Starts a turn and waits for its final event.</summary>
    Task RunTurnAsync(Guid turnId, CancellationToken ct);

    /// <summary>How many inbox rows a turn leaves.</summary>
    int InboxRows { get; }

    /// <summary>How many turns are stored as finished, how many inbox rows and how many outbox rows there are.</summary>
    Task<Stored> StoredAsync(CancellationToken ct);
}

/// <summary>What a road has in its tables.</summary>
internal sealed record Stored(long Finished, long Inbox, long Outbox);
