using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Notes which client the window belongs to, and checks it once after each start and each new version or profile: without
/// a test text, so that the fleet shows whether an update is readable before anybody sends with it. Concurrency: the
/// desktop's loop alone.
/// </summary>
internal sealed class WindowWatch(IWindowProbe? probe, SelfCheck check, AgentHealth health, ILogger<WindowWatch> logger)
{
    private (string? Version, string? Profile)? _checked;

    // The round went well and the check did not: it would not end otherwise the next time.
    private bool _failedWhileOk;

    /// <summary>A window with a tree, not a simulated one.</summary>
    public bool IsReal => probe is not null;

    /// <summary>Takes over what the last look found. A simulated window says by itself what client it plays.</summary>
    public void Note()
    {
        if (probe is not null)
        {
            health.ClientVersion = probe.ClientVersion;
            health.Profile = probe.Profile;
        }
    }

    /// <summary>Checks the window that is there, unless it was; one that failed is checked again when it is well.</summary>
    public async Task CheckOnceAsync(WindowHealth now, CancellationToken ct)
    {
        Note();
        var client = (health.ClientVersion, health.Profile);
        var isWorthIt = now.IsOk || now.State is WindowState.SelectorDrift or WindowState.VersionUnknown;
        if (!isWorthIt || (_checked == client && (health.LastCheck!.Passed || !now.IsOk || _failedWhileOk)))
        {
            return;
        }

        var result = await check.RunAsync(testSend: false, ct);
        _checked = client;
        _failedWhileOk = now.IsOk && !result.Passed;
        health.LastCheck = result;
        logger.WindowChecked(
            result.Passed, result.ClientVersion, result.Profile, result.Language, result.Selectors.Count(selector => selector.Found),
            result.Selectors.Count);
    }
}
