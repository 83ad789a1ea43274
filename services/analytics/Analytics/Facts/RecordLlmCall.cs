using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps a request to a model, once by its id.</summary>
internal sealed class RecordLlmCallConsumer(AnalyticsDbContext context) : IConsumer<LlmCallRecorded>
{
    public Task Consume(ConsumeContext<LlmCallRecorded> delivery) =>
        RecordLlmCall.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordLlmCall
{
    public static Task WriteAsync(AnalyticsDbContext context, LlmCallRecorded call, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into llm_call_facts
                (call_id, turn_id, provider, model, status, input_tokens, output_tokens, duration_ms, at, cost_cny,
                is_estimated, was_abandoned, agent_id, conversation_id, intent, purpose)
            values ({call.CallId}, {call.TurnId}, {call.Provider}, {call.Model}, {call.Status}, {call.InputTokens},
                {call.OutputTokens}, {call.DurationMs}, {call.At.ToUniversalTime()}, {call.CostCny}, {call.IsEstimated},
                {call.WasAbandoned}, {call.AgentId}, {call.ConversationId}, {call.Intent}, {call.Purpose})
            on conflict (call_id) do nothing
            """,
            ct);
}
