using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Looks at the window part by part and, when asked, sends a text to the account's own 文件传输助手 (File Transfer) and reads it
/// back. It goes past the scope rule, because that chat is in no scope, and writes to no other. Runs where the window is
/// driven: in a process of its own, or as an errand of the desktop's loop (<see cref="DesktopErrands"/>).
/// </summary>
internal sealed class SelfCheck(
    IWeChatDesktop desktop, IWindowProbe? probe, TestSender sender, TimeProvider time)
{
    /// <summary>Never throws for a window that is away: that is a result.</summary>
    public async Task<SelfCheckResult> RunAsync(bool testSend, CancellationToken ct)
    {
        var sight = await LookAsync(ct);
        TestSend? sent = null;
        if (testSend)
        {
            try
            {
                sent = sight.Health.IsOk ? await sender.SendAsync(sight.Language, ct) : new TestSend(false, sight.Health.State);
            }
            catch (DesktopUnavailableException unavailable)
            {
                sight = sight with { Health = unavailable.Health };
                sent = new TestSend(false, unavailable.Reason);
            }
        }

        return new SelfCheckResult(
            sight.Health, sight.ClientVersion, sight.Profile, sight.Language, sight.Selectors, sent, time.GetUtcNow());
    }

    private async Task<WindowSight> LookAsync(CancellationToken ct)
    {
        if (probe is not null)
        {
            return await probe.ProbeAsync(ct);
        }

        // The simulated desktop has no tree: what it can show is what is looked at.
        try
        {
            _ = await desktop.ListChatsAsync(ct);
            var isOpen = await desktop.ReadTitleAsync(ct) is not null;
            return new WindowSight(WindowHealth.Of(WindowState.Ok), null, null, null,
            [
                new SelectorFinding(SelectorNames.SessionList, Found: true, Needed: true),
                new SelectorFinding(SelectorNames.Title, isOpen, Needed: false),
            ]);
        }
        catch (DesktopUnavailableException unavailable)
        {
            return new WindowSight(unavailable.Health, null, null, null, []);
        }
    }
}
