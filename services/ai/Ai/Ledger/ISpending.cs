namespace WeChatPlatform.Ai.Ledger;

/// <summary>
/// What money was spent on models. The ledger's rows are the truth; counters beside them say quickly how much of a budget is
/// left. Neither function throws for what it meets: the answer that the money was spent on is worth more.
/// </summary>
internal interface ISpending
{
    /// <summary>
    /// Counts rows that are committed; called once, after the commit. What a crash, a broken connection or a Redis that is away leaves uncounted, the
    /// reconciliation with the ledger makes up for.
    /// </summary>
    Task CountAsync(IReadOnlyList<LlmCall> rows, CancellationToken ct);

    /// <summary>
    /// Writes calls that no other transaction records, tells of them, and counts them: calls outside of a turn, and those of a
    /// delivery whose answer is not needed, because another delivery of the same command had answered. Calls that are in the ledger already stay
    /// as they are.
    /// </summary>
    Task WriteAsync(CallContext context, IReadOnlyList<ModelCall> calls, CancellationToken ct);
}
