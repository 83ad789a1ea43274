using MassTransit;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>What is published changed. Every replica of ai reads it again.</summary>
internal sealed record PromptsChanged(DateTimeOffset At)
{
    // Changes need an order of their own, not a conversation's.
    public static readonly Guid OrderingKey = new("b57b4b0e-6a53-4a0c-9a2e-2f3d0a7e6c14");
}

/// <summary>On every replica: reads the table. The message carries no truth.</summary>
internal sealed class PromptsChangedConsumer(PublishedPrompts published) : IConsumer<PromptsChanged>
{
    public Task Consume(ConsumeContext<PromptsChanged> context) => published.RefreshAsync(context.CancellationToken);
}
