using Microsoft.Extensions.Hosting;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Agent.Window;

/// <summary>
/// Tells the server what it cannot see from afar: once when the window comes into a state in which sending stops, with what
/// is missing; and a self-check, without a test text, after each start and for each version of the client.
/// </summary>
internal sealed class WindowReports(
    AgentHealth health, IErrorReports errors, WindowDesk window, DesktopErrands errands) : BackgroundService
{
    private readonly Signal _changed = new();
    private string? _checkedVersion;
    private string _told = WindowState.Starting;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        health.WindowChanged += Changed;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        health.WindowChanged -= Changed;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(stoppingToken);
                var now = health.Window;
                if (now.IsOk && health.Client.Version is { } version && version != _checkedVersion)
                {
                    await errands.RunAsync(inLoop => window.CheckAsync(testSend: false, report: true, inLoop), stoppingToken);
                    _checkedVersion = version;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    // By the desktop's loop, in its round: a state that lasts a moment is told as well.
    private void Changed(WindowHealth now)
    {
        if (now.StopsSending && now.State != _told)
        {
            errors.Report(now.State, now.Advice, Detail(now));
        }

        _told = now.State;
        _changed.Raise();
    }

    private string? Detail(WindowHealth now)
    {
        var missing = now.Missing.Count == 0 ? null : $"missing: {string.Join(", ", now.Missing)}";
        var version = now.ClientVersion is null ? null : $"client: {now.ClientVersion}";
        var profile = health.Client.Profile is null ? null : $"profile: {health.Client.Profile}";
        var known = new[] { version, profile, missing }.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join("; ", known);
    }
}
