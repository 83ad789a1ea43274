namespace WeChatPlatform.Contracts;

/// <summary>A part of the budget for models is spent. Told once for each budget, period and percentage. Published by ai; read by analytics.</summary>
/// <remarks>
/// <paramref name="AgentId"/> is the account, empty for all together; <paramref name="Period"/> is day or month, the one that began on
/// <paramref name="StartsOn"/>. <paramref name="Percent"/> is 80, unless set otherwise, when cheaper models answer from now on, or 100
/// when none does.
/// </remarks>
public sealed record BudgetThresholdReached(
    Guid AlertId,
    string AgentId,
    string Period,
    DateOnly StartsOn,
    int Percent,
    decimal LimitCny,
    decimal SpentCny,
    DateTimeOffset At);
