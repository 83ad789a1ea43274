using MassTransit;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag;

/// <summary>Every replica hears that the knowledge changed. The database holds the change; this only looks there.</summary>
internal sealed class KnowledgePublishedConsumer(LiveIndex index) : IConsumer<KnowledgePublished>
{
    public Task Consume(ConsumeContext<KnowledgePublished> context) =>
        context.Message.Release <= index.Release ? Task.CompletedTask : index.RefreshAsync(context.CancellationToken);
}
