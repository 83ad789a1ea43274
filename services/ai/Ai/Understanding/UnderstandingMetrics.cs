using System.Diagnostics.Metrics;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>Who read what customers wrote, and how often a model and the rules agree.</summary>
internal static class UnderstandingMetrics
{
    public const string NotCompared = "not_compared";
    public const string Same = "same";
    public const string Different = "different";
    public const string ModelFailed = "model_failed";

    private static readonly Meter Meter = new("WeChatPlatform.Ai.Understanding");

    private static readonly Counter<long> Readings = Meter.CreateCounter<long>(
        "wechat.ai.readings", "{reading}", "Texts read for intent and emotion, by who read them and whether a model and the rules agree.");

    private static readonly Counter<long> Summaries = Meter.CreateCounter<long>(
        "wechat.ai.summaries", "{summary}", "Conversations that a model was to sum up, by who did.");

    public static void Read(string source, string compared) =>
        Readings.Add(1, new KeyValuePair<string, object?>("source", source), new KeyValuePair<string, object?>("compared", compared));

    public static void Summarised(string source) => Summaries.Add(1, new KeyValuePair<string, object?>("source", source));
}
