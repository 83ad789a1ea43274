using Microsoft.Extensions.Hosting;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Agent.Window;

/// <summary>
/// Tells the server what it cannot see from afar: once when the window comes into a state in which sending stops, with what
/// is missing; and every self-check. Called by the desktop's loop in its round, so nothing here waits.
/// </summary>
internal sealed class WindowReports(AgentHealth health, IErrorReports errors, SelfCheckReports checks) : IHostedService
{
    private string _told = WindowState.Starting;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        health.WindowChanged += Changed;
        health.CheckDone += Checked;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        health.WindowChanged -= Changed;
        health.CheckDone -= Checked;
        return Task.CompletedTask;
    }

    /// <summary>Nothing when there is nothing to tell: the server keeps results by client version, and there is none.</summary>
    public SelfCheckReport? Tell(SelfCheckResult result) => (result.ClientVersion ?? health.Client.Version) is not { } version
        ? null
        : checks.Report(new Reporting.SelfCheck(
            version,
            result.Profile,
            result.Passed,
            result.SendTested,
            // What is not there and need not be, as the title while no chat is open, is not missing.
            [.. result.Selectors.Where(selector => selector.Found || selector.Needed).Select(selector => new SelectorCheck(selector.Name, selector.Found))]));

    private void Checked(SelfCheckResult result) => Tell(result);

    private void Changed(WindowHealth now)
    {
        if (now.StopsSending && now.State != _told)
        {
            errors.Report(now.State, now.Advice, Detail(now));
        }

        _told = now.State;
    }

    private string? Detail(WindowHealth now)
    {
        var known = new[]
        {
            (now.ClientVersion ?? health.Client.Version) is { } version ? $"client: {version}" : null,
            health.Client.Profile is { } profile ? $"profile: {profile}" : null,
            now.Missing.Count == 0 ? null : $"missing: {string.Join(", ", now.Missing)}",
        }.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join("; ", known);
    }
}
