namespace WeChatPlatform.Message.Gate;

/// <summary>
/// One line of the gate's table: something that stands against sending. The first one that applies, in the order in which
/// <see cref="GateTable"/> lists them, is the answer. One that needs more than the case holds asks the context, whose
/// transaction holds the locks.
/// </summary>
internal interface IGateCondition
{
    /// <summary>A stable word for agents, records and people.</summary>
    string Reason { get; }

    /// <summary>hold for what passes and concerns the account, refuse for what ends the decision.</summary>
    string Verdict { get; }

    ValueTask<bool> AppliesAsync(GateCase asked, CancellationToken ct);
}
