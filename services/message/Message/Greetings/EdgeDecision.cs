namespace WeChatPlatform.Message.Greetings;

/// <summary>An answer that an agent gave a message by itself, as it comes with the message.</summary>
/// <remarks>
/// <paramref name="TableVersion"/> and <paramref name="Match"/> name the entry of the table; <paramref name="Parts"/> is its reply.
/// <paramref name="LedgerId"/> is the ledger that has it.
/// </remarks>
internal sealed record EdgeDecision(
    Guid? DecisionId, long? TableVersion, string? Match, IReadOnlyList<string?>? Parts, string? LedgerId)
{
    private const int LongestLedger = 100;

    public bool IsWhole => DecisionId is not null && DecisionId != Guid.Empty && TableVersion > 0 && Match is not null
        && Parts is [not null] && LedgerId is { Length: > 0 and <= LongestLedger }
        && !LedgerId.Contains('\0', StringComparison.Ordinal);
}
