using System.Diagnostics.Metrics;

namespace WeChatPlatform.Ai.Media;

/// <summary>What came of images and voice that customers sent.</summary>
internal static class MediaMetrics
{
    private static readonly Meter Meter = new("WeChatPlatform.Ai.Media");

    private static readonly Counter<long> Read = Meter.CreateCounter<long>(
        "wechat.ai.attachments.read", "{attachment}", "Images and voice messages by who read them and what came of it.");

    public static void Record(string mediaType, MediaReading reading) => Read.Add(
        1,
        new KeyValuePair<string, object?>("kind", mediaType.StartsWith("audio/", StringComparison.Ordinal) ? "voice" : "image"),
        new KeyValuePair<string, object?>("how", reading.How),
        new KeyValuePair<string, object?>("outcome", reading.Reason ?? "read"));
}
