using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// The spans that the processes export make one tree a message: it begins with the capture, every span hangs on one that was
/// exported too, and every process that had to do with the message is in it.
/// </summary>
internal static class SpanOracle
{
    private const string Agent = "wechat-agent";

    // A batch is sent every half second here; the last span of a trace ends with the last reader of its events.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What the way of an answered question has on it, whatever the shape: who makes the span and what it is called.</summary>
    private static readonly (string Source, string Name)[] Stations =
    [
        ("WeChatPlatform.Agent", "agent.capture"),
        ("WeChatPlatform.Agent", "agent.upload"),
        ("Microsoft.AspNetCore", "POST /api/v1/messages"),
        ("WeChatPlatform.Messaging", "outbox relay"),
        ("WeChatPlatform.Agent", "agent.receive"),
        ("WeChatPlatform.Agent", "agent.type"),
        ("WeChatPlatform.Agent", "agent.read_back"),
        ("WeChatPlatform.Message", "record delivery"),
    ];

    public static async Task VerifyAsync(SpanCollector collector, string trace, IReadOnlyCollection<string> processes)
    {
        await Eventually.Holds($"trace {trace} is whole", () =>
        {
            var faults = Faults([.. collector.Spans.Where(span => span.TraceId == trace)], processes);
            return faults.Count == 0 ? true : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
        }, Patience);
    }

    internal static List<string> Faults(IReadOnlyList<Span> spans, IReadOnlyCollection<string> processes)
    {
        var known = spans.Select(span => span.SpanId).ToHashSet(StringComparer.Ordinal);
        List<string> faults = [];
        faults.AddRange(spans.Where(span => span.ParentId.Length > 0 && !known.Contains(span.ParentId))
            .Select(span => $"broken parent: {span}"));
        var roots = spans.Where(span => span.ParentId.Length == 0).ToList();
        if (roots is not [{ Process: Agent, Name: "agent.capture" }])
        {
            faults.Add($"roots: {string.Join("; ", roots)}");
        }

        faults.AddRange(processes.Except(spans.Select(span => span.Process)).Select(process => $"not in it: {process}"));
        faults.AddRange(Stations.Where(station => !spans.Any(span => span.Source == station.Source && span.Name == station.Name))
            .Select(station => $"missing: {station}"));
        faults.AddRange(spans.GroupBy(span => span.SpanId).Where(group => group.Count() > 1)
            .Select(group => $"exported twice: {group.First()}"));
        return faults;
    }
}
