using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai;

/// <summary>
/// Words an answer and tells what came of it. Each delivery of a command makes calls of its own, so calls get new ids; the
/// inbox keeps the outcome single.
/// </summary>
internal sealed class GenerateReplyConsumer(
    IReplyWriter writer,
    AiDbContext context,
    IOutbox<AiDbContext> outbox,
    TimeProvider time,
    ILogger<GenerateReplyConsumer> logger) : ILongRunningConsumer<GenerateReply, GenerationResult>
{
    public Task<GenerationResult> WorkAsync(GenerateReply message, CancellationToken ct) => writer.WriteAsync(message, ct);

    public void Record(GenerateReply message, GenerationResult result)
    {
        foreach (var call in result.Calls)
        {
            var row = LlmCall.Of(message.TurnId, call);
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
}
