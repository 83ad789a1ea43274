using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeChatPlatform.Messaging;

/// <summary>What operators watch: how many messages left, how many came twice, how many are poison, and how far the relay is behind.</summary>
internal static class MessagingMetrics
{
    public const string Name = "WeChatPlatform.Messaging";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Published =
        Meter.CreateCounter<long>("wechat.outbox.published", "{message}", "Messages that the transport confirmed.");

    public static readonly Counter<long> Duplicates =
        Meter.CreateCounter<long>("wechat.inbox.duplicates", "{message}", "Deliveries that were recognised as second ones and ignored.");

    public static readonly Counter<long> Poisoned =
        Meter.CreateCounter<long>("wechat.messages.poisoned", "{message}", "Messages given up after all tries.");

    public static readonly Gauge<long> Pending =
        Meter.CreateGauge<long>("wechat.outbox.pending", "{message}", "Rows that are due and not yet sent, at the last sweep.");

    public static readonly Gauge<double> Lag =
        Meter.CreateGauge<double>("wechat.outbox.lag", "s", "Age of the oldest row that is due and not yet sent, at the last sweep.");
}
