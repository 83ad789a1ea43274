namespace WeChatPlatform.Capture.Sending.Pacing;

/// <summary>
/// One line of the pace's table: something that lets a part wait. The first one that applies, in the order of
/// <see cref="PaceTable"/>, is the reason that is told.
/// </summary>
internal interface IPaceCondition
{
    /// <summary>A stable word for the heartbeat, the server's records and people.</summary>
    string Reason { get; }

    /// <summary>It is of the whole account, so what came later waits too. Else only the part's own chat does.</summary>
    bool IsOfAccount { get; }

    bool Holds(PaceCase asked);
}
