using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Agent.Window;

/// <summary>
/// What people ask of the window besides the agent's work: a self-check, and its tree for support. In a running agent it is
/// an errand of the desktop's loop; else of the command's own process.
/// </summary>
internal sealed class WindowDesk(
    Tree.SelfCheck check, IWindowProbe? probe, Func<SelectorCatalog> catalog, WindowReports reports, AgentHealth health, TimeProvider time)
{
    /// <summary>How long a person waits to hear whether the server has the result.</summary>
    private static readonly TimeSpan ReportTime = TimeSpan.FromSeconds(20);

    /// <returns>The outcome, and what the server is told; absent when it is told nothing.</returns>
    public async Task<(CheckOutcome Outcome, SelfCheckReport? Told)> CheckAsync(bool testSend, bool report, CancellationToken ct)
    {
        var result = await check.RunAsync(testSend, ct);

        // A simulated window says by the way what client it plays.
        return (CheckOutcome.Of(result with { ClientVersion = result.ClientVersion ?? health.Client.Version }), report ? reports.Tell(result) : null);
    }

    /// <summary>The outcome as one who asked for the report hears it: with the server's word, or without one when it takes too long.</summary>
    public async Task<CheckOutcome> WithWordAsync(CheckOutcome outcome, SelfCheckReport? told, CancellationToken ct) =>
        outcome with { Reported = told is not null && await told.IsTakenAsync(ReportTime, time, ct) };

    /// <summary>The tree as JSON, redacted; null when there is no window, or one without a tree.</summary>
    public async Task<string?> DumpAsync(CancellationToken ct) =>
        probe is not null && await probe.RecordAsync(ct) is { } record ? TreeDump.WriteRedacted(record, catalog().Profiles) : null;
}
