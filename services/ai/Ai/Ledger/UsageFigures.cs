namespace WeChatPlatform.Ai.Ledger;

/// <summary>
/// What calls came to. <paramref name="Failed"/> counts those that gave no answer, <paramref name="Abandoned"/> those among them that
/// we gave up, <paramref name="Estimated"/> those whose tokens are our estimate, <paramref name="UnknownPrice"/> those
/// whose price is the stand-in. <paramref name="CostCny"/> has 8 decimals.
/// </summary>
internal sealed record UsageFigures(
    long Calls,
    long Failed,
    long Abandoned,
    long Estimated,
    long UnknownPrice,
    long InputTokens,
    long OutputTokens,
    decimal CostCny);

/// <summary>The same of one part of the calls.</summary>
internal sealed record UsageLine(
    string Key,
    long Calls,
    long Failed,
    long Abandoned,
    long Estimated,
    long UnknownPrice,
    long InputTokens,
    long OutputTokens,
    decimal CostCny);
