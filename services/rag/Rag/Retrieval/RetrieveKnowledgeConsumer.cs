using MassTransit;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Rag;

/// <summary>Answers a turn with what is known about its question; empty evidence is an answer too.</summary>
internal sealed class RetrieveKnowledgeConsumer(
    Retrieval retrieval, IOutbox<RagDbContext> outbox, TimeProvider time, ILogger<RetrieveKnowledgeConsumer> logger)
    : IConsumer<RetrieveKnowledge>
{
    private const int MostEvidence = 20;

    public async Task Consume(ConsumeContext<RetrieveKnowledge> context)
    {
        var message = context.Message;
        var (release, evidence) = await retrieval.SearchAsync(
            message.Question, Math.Clamp(message.Limit, 1, MostEvidence), context.CancellationToken);
        outbox.Publish(new KnowledgeRetrieved(message.TurnId, evidence, time.GetUtcNow(), release), message.ConversationId);
        logger.KnowledgeFound(message.TurnId, evidence.Count, evidence is [var best, ..] ? best.Score : 0);
    }
}
