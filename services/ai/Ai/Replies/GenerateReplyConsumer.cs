using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai;

/// <summary>
/// Words an answer and tells what came of it. Each delivery of a command makes calls of its own, so calls get new ids; the
/// inbox keeps the outcome single.
/// </summary>
internal sealed class GenerateReplyConsumer(
    IReplyWriter writer,
    IModelPrices prices,
    ISpending spending,
    AiDbContext context,
    IOutbox<AiDbContext> outbox,
    TimeProvider time,
    ILogger<GenerateReplyConsumer> logger) : ILongRunningConsumer<GenerateReply, GenerationResult>
{
    private readonly List<LlmCall> _rows = [];

    public Task<GenerationResult> WorkAsync(GenerateReply message, CancellationToken ct) => writer.WriteAsync(message, ct);

    public void Record(GenerateReply message, GenerationResult result)
    {
        var about = About(message);
        _rows.Clear();
        foreach (var call in result.Calls)
        {
            var row = LlmCall.Of(about, call, prices.Of(call.Try.Target));
            _rows.Add(row);
            context.LlmCalls.Add(row);
            outbox.Publish(row.ToEvent(), message.ConversationId);
        }

        var now = time.GetUtcNow();
        if (result.Reply is { } reply)
        {
            outbox.Publish(
                new ReplyGenerated(
                    message.TurnId, reply.Text, reply.Confidence, reply.Source, reply.Provider, reply.Model, reply.EvidenceIds, now),
                message.ConversationId);
            logger.ReplyWorded(message.TurnId, reply.Source, reply.Confidence, reply.EvidenceIds.Count);
            return;
        }

        outbox.Publish(new ReplyGenerationFailed(message.TurnId, result.FailureReason, now), message.ConversationId);
        logger.NoReply(message.TurnId, result.FailureReason);
    }

    public Task SettledAsync(GenerateReply message, GenerationResult result, bool isRecorded, CancellationToken ct) =>
        isRecorded ? spending.CountAsync(_rows, ct) : spending.WriteAsync(About(message), result.Calls, ct);

    private static CallContext About(GenerateReply message) =>
        new(message.TurnId, message.ConversationId, message.AgentId, Intent: null, "answer");
}
