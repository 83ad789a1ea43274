using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>A network that is cut without a word at the worst moment: while the bus declares the platform's queues.</summary>
public class SilentStartTests
{
    [Fact]
    public async Task A_bus_whose_connection_falls_silent_while_it_starts_comes_back_by_itself()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync();
        await using var virtualHost = await TestServers.CreateVirtualHostAsync();
        await using var network = TcpProxy.To(virtualHost.AmqpUri.Port);
        network.Delay = TimeSpan.FromMilliseconds(20);
        await using var host = await ParcelHost.StartAsync(
            databases,
            new UriBuilder(virtualHost.AmqpUri) { Port = network.Port }.Uri,
            settings: new() { ["Messaging:HeartbeatSeconds"] = "1", ["Messaging:ConfirmTimeoutSeconds"] = "2" },
            waits: false);

        // Now and then again, wherever it is by then: connecting, opening channels, declaring, consuming.
        for (var cut = 0; cut < 4; cut++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150 + (cut * 100)), TestContext.Current.CancellationToken);
            network.Cut();
            network.Heal(keep: false);
        }

        network.Delay = TimeSpan.Zero;
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());

        await Eventually.Holds("the message is handled", async () => await host.ParcelsAsync() == 1, TimeSpan.FromSeconds(60));
    }
}
