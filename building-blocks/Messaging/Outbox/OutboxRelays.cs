using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>Runs one relay for each module database of this process, from when the bus has started until before it stops.</summary>
internal sealed class OutboxRelays(
    IEnumerable<ModuleDatabase> databases,
    OutboxPublisher publisher,
    BrokerChannel channel,
    OutboxSignals signals,
    MemoryDeliveries deliveries,
    IOptions<MessagingOptions> options,
    TimeProvider time,
    ILoggerFactory loggers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll([
            .. databases.Select(database => RunAsync(database, stoppingToken)),
            options.Value.InMemory ? Task.CompletedTask : channel.KeepOpenAsync(stoppingToken)]);
    }

    private async Task RunAsync(ModuleDatabase database, CancellationToken ct)
    {
        await using var relay = options.Value.InMemory
            ? (OutboxRelay)new MemoryRelay(database, publisher, signals, deliveries, options.Value, time, loggers)
            : new BrokerRelay(database, publisher, signals, options.Value, time, loggers);
        await relay.RunAsync(ct);
    }
}
