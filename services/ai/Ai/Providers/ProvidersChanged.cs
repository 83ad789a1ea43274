using MassTransit;

namespace WeChatPlatform.Ai.Providers;

/// <summary>Rows of the register changed. It carries no truth: every replica of ai reads the rows.</summary>
internal sealed record ProvidersChanged(string ProviderId, DateTimeOffset At)
{
    // Changes need an order of their own, not a conversation's.
    public static readonly Guid OrderingKey = new("6b1f6f1e-58b3-4f0a-9a44-2d0a3f7c8e12");
}

/// <summary>On every replica: what was kept is forgotten.</summary>
internal sealed class ProvidersChangedConsumer(StoredProviders providers) : IConsumer<ProvidersChanged>
{
    public Task Consume(ConsumeContext<ProvidersChanged> context)
    {
        providers.Forget();
        return Task.CompletedTask;
    }
}
