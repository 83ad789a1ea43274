using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Messaging.Measuring;

/// <summary>
/// Looks at the queues every few seconds and tells the last look at each scrape. What is too old is not told: no value is
/// better than one from before the outage.
/// </summary>
internal sealed class QueueSampler : BackgroundService
{
    private const int TooOldAfterLooks = 3;

    private readonly MessageCatalog catalog;
    private readonly IStandingMessages queues;
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly ILogger<QueueSampler> logger;
    private readonly Meter meter = new(MessagingMetrics.Name);
    private volatile Look? last;

    public QueueSampler(
        MessageCatalog catalog,
        IStandingMessages queues,
        IOptions<MessagingOptions> options,
        TimeProvider time,
        ILogger<QueueSampler> logger)
    {
        (this.catalog, this.queues) = (catalog, queues);
        interval = TimeSpan.FromSeconds(options.Value.MetricsSeconds);
        this.time = time;
        this.logger = logger;
        meter.CreateObservableGauge(
            "wechat.queue.messages",
            () => Read(queue => queue.Waiting),
            "{message}",
            "Messages that stand in a queue: with RabbitMQ those that no reader has fetched, in memory those not handled. Every replica tells the same.");
        meter.CreateObservableGauge(
            "wechat.queue.poison",
            () => Read(queue => queue.Poison),
            "{message}",
            "Messages of a queue that were given up and wait for a person. Every replica tells the same.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var queue in catalog.Queues)
        {
            MessagingMetrics.Announce(queue.Name);
        }

        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            last = new Look(time.GetUtcNow(), await queues.CountAsync(ct));
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Broker or database are away; those who need them have said so, and here the next look is soon enough.
            logger.QueuesNotSeen(failure.GetType().Name);
        }
    }

    private IEnumerable<Measurement<long>> Read(Func<StandingMessages, long?> value)
    {
        if (last is not { } look || time.GetUtcNow() - look.At > interval * TooOldAfterLooks)
        {
            yield break;
        }

        foreach (var queue in look.Queues)
        {
            if (value(queue) is { } count)
            {
                yield return new Measurement<long>(count, new KeyValuePair<string, object?>("queue", queue.Queue));
            }
        }
    }

    private sealed record Look(DateTimeOffset At, IReadOnlyList<StandingMessages> Queues);
}
