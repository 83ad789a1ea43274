using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Reporting;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// Brings error reports and self-checks to the server, each kind in its order. One that the server will never take is given
/// up; an older server knows neither.
/// </summary>
internal sealed class ReportUpload(
    ServerSession session,
    ErrorReports errors,
    SelfCheckReports checks,
    Backoff errorsAway,
    Backoff checksAway,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<ReportUpload> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        TellAsync("error", errors.Next, PostAsync, (report, _) => errors.Told(report), errors.Waiting, errorsAway, stoppingToken),
        TellAsync("self_check", checks.Next, PostAsync, checks.Told, checks.Waiting, checksAway, stoppingToken));

    private async Task TellAsync<T>(
        string kind, Func<T?> next, Func<T, CancellationToken, Task<HttpResponseMessage>> post, Action<T, bool> told, Signal waiting, Backoff away,
        CancellationToken ct)
        where T : class
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (next() is not { } report)
                {
                    await waiting.WaitAsync(ct);
                    continue;
                }

                using var answer = await post(report, ct);
                switch (MessageUpload.Judge(answer.StatusCode))
                {
                    case MessageUpload.Verdict.Accepted:
                        told(report, true);
                        logger.ReportAccepted(kind);
                        away.Succeeded();
                        break;
                    case MessageUpload.Verdict.SetAside:
                        told(report, false);
                        logger.ReportRefused(kind, (int)answer.StatusCode, await MessageUpload.ReadReasonAsync(answer, ct));
                        away.Succeeded();
                        break;
                    default:
                        await PauseAsync($"status_{(int)answer.StatusCode}", away, answer.Headers.RetryAfter?.Delta, ct);
                        break;
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The report waits; anything that goes wrong here is worth another try, and only that.
                await PauseAsync(failure is ServerAwayException gone ? gone.Reason : failure.GetType().Name, away, asked: null, ct);
            }
        }
    }

    private Task<HttpResponseMessage> PostAsync(ErrorReport error, CancellationToken ct) => session.PostAsync(
        "api/v1/errors",
        new ServerWire.Error(options.Value.AgentId, error.Id, error.Code, error.Message, error.Detail, error.At),
        ServerWireJson.Default.Error, traceparent: null, ct);

    private Task<HttpResponseMessage> PostAsync(SelfCheckReport report, CancellationToken ct) => session.PostAsync(
        "api/v1/agents/self-checks",
        new ServerWire.SelfCheck(
            report.Check.ClientVersion, report.Check.Profile, AgentVersion.Text, report.Check.Passed, report.Check.SendTested,
            [.. report.Check.Selectors.Select(selector => new ServerWire.Selector(selector.Name, selector.Found))], report.At),
        ServerWireJson.Default.SelfCheck, traceparent: null, ct);

    private async Task PauseAsync(string reason, Backoff away, TimeSpan? asked, CancellationToken ct)
    {
        var own = away.NextPause();
        var pause = asked > own ? asked.Value : own;
        logger.ReportDelayed(reason, (int)pause.TotalMilliseconds);
        await Task.Delay(pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
