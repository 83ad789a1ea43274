using WeChatPlatform.Compliance.Node;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Compliance.Tests;

/// <summary>Two replicas, each with its relays, and RabbitMQ between them.</summary>
public sealed class RabbitMqRun : StorageRun
{
    private TestVirtualHost? virtualHost;
    private Spy? spy;

    protected override int Replicas => 2;

    /// <summary>Every copy of every message that the broker took, in order.</summary>
    internal IReadOnlyList<SpiedMessage> Spied { get; private set; } = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (spy is not null)
        {
            await spy.DisposeAsync();
        }

        if (virtualHost is not null)
        {
            await virtualHost.DisposeAsync();
        }
    }

    protected override async Task<IReadOnlyDictionary<string, string?>> TransportAsync()
    {
        virtualHost = await TestServers.CreateVirtualHostAsync(TestContext.Current.CancellationToken);
        spy = await Spy.StartAsync(virtualHost.AmqpUri);
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Messaging:Transport"] = "rabbitmq",
            ["Messaging:RabbitMq"] = virtualHost.AmqpUri.ToString(),
        };
    }

    protected override async Task<bool> IsTransportEmptyAsync()
    {
        foreach (var queue in ModuleUnderTest.All.SelectMany(module => module.Queues.Append(module.FollowQueue)))
        {
            if (await spy!.WaitingAsync(queue) > 0)
            {
                return false;
            }
        }

        return true;
    }

    protected override async Task ReadTransportAsync() => Spied = await spy!.DrainAsync();
}
