using System.Diagnostics.Metrics;

namespace WeChatPlatform.Ai.Tools;

/// <summary>Functions that models asked for.</summary>
internal static class ToolMetrics
{
    private static readonly Meter Meter = new("WeChatPlatform.Ai.Tools");

    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(
        "wechat.tools.calls", "{call}", "Functions that a model asked for, by what came of it.");

    public static void Record(string tool, string outcome) =>
        Calls.Add(1, new KeyValuePair<string, object?>("tool", tool), new KeyValuePair<string, object?>("outcome", outcome));
}
