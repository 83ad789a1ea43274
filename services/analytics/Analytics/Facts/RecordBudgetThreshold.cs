using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps that a part of a budget was spent, once by its id.</summary>
internal sealed class RecordBudgetThresholdConsumer(AnalyticsDbContext context) : IConsumer<BudgetThresholdReached>
{
    public Task Consume(ConsumeContext<BudgetThresholdReached> delivery) =>
        RecordBudgetThreshold.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordBudgetThreshold
{
    public static Task WriteAsync(AnalyticsDbContext context, BudgetThresholdReached reached, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into budget_alert_facts
                (alert_id, agent_id, period, starts_on, percent, limit_cny, spent_cny, at)
            values ({reached.AlertId}, {reached.AgentId}, {reached.Period}, {reached.StartsOn}, {reached.Percent}, {reached.LimitCny},
                {reached.SpentCny}, {reached.At.ToUniversalTime()})
            on conflict (alert_id) do nothing
            """,
            ct);
}
