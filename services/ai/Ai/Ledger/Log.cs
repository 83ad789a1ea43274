using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai.Ledger;

internal static partial class Log
{
    [LoggerMessage(EventId = 3070, Level = LogLevel.Warning,
        Message = "{Calls} calls of models are in the ledger and not counted yet ({Reason}); the next reconciliation counts them")]
    public static partial void SpendingNotCounted(this ILogger logger, int calls, string reason);

    [LoggerMessage(EventId = 3071, Level = LogLevel.Error,
        Message = "{Calls} calls of models for {Purpose} could not be written to the ledger ({Reason}): their cost is known to nobody")]
    public static partial void CallsNotWritten(this ILogger logger, int calls, string purpose, string reason);

    [LoggerMessage(EventId = 3072, Level = LogLevel.Information,
        Message = "Budget counter of {Period} {StartsOn} corrected by {Difference} CNY to what the ledger says")]
    public static partial void CounterCorrected(this ILogger logger, string period, DateOnly startsOn, decimal difference);

    [LoggerMessage(EventId = 3073, Level = LogLevel.Warning,
        Message = "Budgets could not be reconciled with the ledger ({Reason}); the next look does it")]
    public static partial void NotReconciled(this ILogger logger, string reason);

    [LoggerMessage(EventId = 3074, Level = LogLevel.Warning,
        Message = "{Percent} % of the budget for models of {Period} {StartsOn} are spent: {SpentCny} of {LimitCny} CNY; account: {AgentId}")]
    public static partial void BudgetThresholdReached(
        this ILogger logger, int percent, string period, DateOnly startsOn, decimal spentCny, decimal limitCny, string agentId);

    [LoggerMessage(EventId = 3075, Level = LogLevel.Information,
        Message = "Budget of a {Period} is now {LimitCny} CNY, account: {AgentId}; changed by {ChangedBy}")]
    public static partial void BudgetChanged(this ILogger logger, string period, decimal? limitCny, string agentId, string changedBy);
}
