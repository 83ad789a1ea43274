using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Agent.Window;

/// <summary>
/// What people ask of the window besides the agent's work: a self-check, and its tree for support. In a running agent it is
/// an errand of the desktop's loop; else of the command's own process.
/// </summary>
internal sealed class WindowDesk(
    Tree.SelfCheck check, IWindowProbe? probe, Func<SelectorCatalog> catalog, WindowReports reports, AgentHealth health)
{
    public async Task<CheckOutcome> CheckAsync(bool testSend, bool report, CancellationToken ct)
    {
        // A person who stopped this PC does not want it to type, not even a test.
        var result = await check.RunAsync(testSend && !health.IsStoppedLocally, ct);
        if (testSend && health.IsStoppedLocally)
        {
            result = result with { TestSend = new TestSend(false, WindowState.StoppedLocally) };
        }

        return CheckOutcome.Of(result, report ? reports.Tell(result) : null);
    }

    /// <summary>The tree as JSON, redacted; null when there is no window, or one without a tree.</summary>
    public async Task<string?> DumpAsync(CancellationToken ct) =>
        probe is not null && await probe.RecordAsync(ct) is { } record ? TreeDump.WriteRedacted(record, catalog().Profiles) : null;
}
