using System.Diagnostics.Metrics;
using WeChatPlatform.Message.Deliveries;

namespace WeChatPlatform.Message.Measuring;

/// <summary>What customers notice: how long an answer takes to be decided, and what becomes of it.</summary>
internal static class MessageMetrics
{
    public const string Name = "WeChatPlatform.Message";

    public static readonly Histogram<double> ReplyTime;

    public static readonly Counter<long> Deliveries;

    public static readonly Counter<long> GateAnswers;

    static MessageMetrics()
    {
        Meter = new Meter(Name);
        ReplyTime = Meter.CreateHistogram(
            "wechat.reply.time",
            "s",
            "From the first message of a burst to the decision; a transaction that is repeated counts again.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 7.5, 10, 15, 30, 60] });
        Deliveries = Meter.CreateCounter<long>(
            "wechat.deliveries", "{part}", "Parts of decisions by what the agent reported of them.");
        GateAnswers = Meter.CreateCounter<long>(
            "wechat.gate.answers", "{question}", "Questions of agents whether they may send, by the answer and what stood against it.");
    }

    public static Meter Meter { get; }

    /// <summary>Tells every outcome before the first one, so that the first doubt is a step and not a beginning.</summary>
    public static void Announce()
    {
        foreach (var outcome in new[] { DeliveryOutcome.Verified, DeliveryOutcome.NotSent, DeliveryOutcome.Unknown })
        {
            Deliveries.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
