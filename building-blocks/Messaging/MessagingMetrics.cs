using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeChatPlatform.Messaging;

/// <summary>What operators watch of messages: how many went and came, how long they took, how many failed. What stands and waits is in Measuring.</summary>
internal static class MessagingMetrics
{
    public const string Name = "WeChatPlatform.Messaging";

    public static readonly ActivitySource Activities = new(Name);

    public static readonly Counter<long> Published;

    public static readonly Counter<long> Duplicates;

    public static readonly Counter<long> Retried;

    public static readonly Counter<long> Poisoned;

    public static readonly UpDownCounter<long> Active;

    public static readonly Histogram<double> Duration;

    public static readonly Histogram<double> Wait;

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    static MessagingMetrics()
    {
        Meter = new Meter(Name);
        Published = Meter.CreateCounter<long>("wechat.outbox.published", "{message}", "Messages that the transport confirmed.");
        Duplicates = Meter.CreateCounter<long>(
            "wechat.inbox.duplicates", "{message}", "Deliveries that were recognised as second ones and ignored.");
        Retried = Meter.CreateCounter<long>(
            "wechat.consumer.retried", "{try}", "Tries of messages that failed and were followed by another one.");
        Poisoned = Meter.CreateCounter<long>("wechat.messages.poisoned", "{message}", "Messages given up after all tries.");
        Active = Meter.CreateUpDownCounter<long>("wechat.consumer.active", "{message}", "Messages in hand now, waits between tries included.");
        Duration = Meter.CreateHistogram(
            "wechat.consumer.duration", "s", "How long a message was in hand, all tries and the commit included.", advice: Seconds);
        Wait = Meter.CreateHistogram(
            "wechat.consumer.wait", "s", "From the publication of a message to the start of its handling: its time in the queue.",
            advice: Seconds);
    }

    public static Meter Meter { get; }

    /// <summary>Tells a queue before its first message, so that the first failure is a step and not a beginning.</summary>
    public static void Announce(string queue)
    {
        var label = new KeyValuePair<string, object?>("queue", queue);
        foreach (var counter in new[] { Duplicates, Retried, Poisoned })
        {
            counter.Add(0, label);
        }

        Active.Add(0, label);
    }
}
