using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Rag;

/// <summary>Answers a turn with what is known about its question; empty evidence is an answer too.</summary>
internal sealed class RetrieveKnowledgeConsumer(
    Retrieval retrieval,
    DirectAnswers direct,
    IOutbox<RagDbContext> outbox,
    IOptions<RagOptions> options,
    TimeProvider time,
    ILogger<RetrieveKnowledgeConsumer> logger)
    : IConsumer<RetrieveKnowledge>
{
    private const int MostEvidence = 20;

    public async Task Consume(ConsumeContext<RetrieveKnowledge> context)
    {
        var message = context.Message;
        var asked = new Asked(message.Question, Math.Clamp(message.Limit, 1, MostEvidence)) { Audience = options.Value.Audience };
        var (found, completed) = await retrieval.SearchAsync(asked, message.History ?? [], context.CancellationToken);
        var evidence = await direct.MarkAsync(found.Pieces, context.CancellationToken);
        outbox.Publish(new KnowledgeRetrieved(message.TurnId, evidence, time.GetUtcNow(), found.Release), message.ConversationId);
        if (found.Degraded.Count > 0)
        {
            logger.KnowledgeDegraded(message.TurnId, string.Join(',', found.Degraded));
        }

        logger.KnowledgeFound(message.TurnId, evidence.Count, evidence is [var best, ..] ? best.Score : 0, completed is not null);
    }
}
