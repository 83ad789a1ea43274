using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai.Replies;

/// <summary>
/// Words an answer and tells what came of it. Each delivery of a command makes calls of its own, so calls get new ids; the
/// inbox keeps the outcome single.
/// </summary>
internal sealed class GenerateReplyConsumer(
    IReplyWriter writer,
    CallRecorder ledger,
    AiDbContext context,
    IOutbox<AiDbContext> outbox,
    TimeProvider time,
    ILogger<GenerateReplyConsumer> logger) : ILongRunningConsumer<GenerateReply, GenerationResult>
{
    public Task<GenerationResult> WorkAsync(GenerateReply message, CancellationToken ct) =>
        writer.WriteAsync(message, reader: null, ct);

    public void Record(GenerateReply message, GenerationResult result)
    {
        var now = time.GetUtcNow();
        var calls = ledger.Record(About(message, result), result.Trace.Calls);
        context.Answers.Add(AnswerRecord.Of(message, result, calls, now));
        if (result.Reply is { } reply)
        {
            outbox.Publish(
                new ReplyGenerated(
                    message.TurnId, reply.Text, reply.Confidence, reply.Source, reply.Provider, reply.Model, reply.EvidenceIds, now,
                    reply.ForPerson, result.Trace.Reasons, result.Trace.Prompt?.Version, message.Release),
                message.ConversationId);
            logger.ReplyWorded(message.TurnId, reply.Source, reply.Confidence, reply.EvidenceIds.Count);
            return;
        }

        outbox.Publish(new ReplyGenerationFailed(message.TurnId, result.FailureReason, now), message.ConversationId);
        logger.NoReply(message.TurnId, result.FailureReason);
    }

    public Task SettledAsync(GenerateReply message, GenerationResult result, bool isRecorded, CancellationToken ct) =>
        ledger.SettleAsync(About(message, result), result.Trace.Calls, isRecorded, ct);

    private static CallContext About(GenerateReply message, GenerationResult result) => new(
        message.TurnId, message.ConversationId, message.AgentId, result.Trace.Reading?.Intent, CallPurpose.Answer);
}
