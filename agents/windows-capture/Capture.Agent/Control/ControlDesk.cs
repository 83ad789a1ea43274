using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Capture.Agent.Window;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>
/// What the people and commands of this PC may ask: to see how the agent is, and, with the token, to pause, resume or stop
/// it. A page of another origin gets nothing: neither by its name (Host), nor by a form (Origin), nor by script (no CORS).
/// </summary>
internal sealed class ControlDesk(
    LocalStop stop,
    SendHold hold,
    AgentJournal journal,
    LocalStatus status,
    WindowDesk window,
    DesktopErrands errands,
    IHostApplicationLifetime lifetime)
{
    public const string Dump = "/dump";
    private const int HttpPort = 80;
    private const string Check = "/check";
    private const string Send = "-send";
    private const string Report = "-report";
    private static readonly string[] Checks = [CheckPath(false, false), CheckPath(true, false), CheckPath(false, true), CheckPath(true, true)];

    /// <summary>Where a self-check is asked for; it takes as long as the window does.</summary>
    /// <param name="testSend">With a test text to 文件传输助手.</param>
    /// <param name="report">Answered when the server has the result, or does not take it for too long. It is told in any case.</param>
    public static string CheckPath(bool testSend, bool report) => Check + (testSend ? Send : "") + (report ? Report : "");

    /// <remarks>
    /// <paramref name="port"/> is where the request came in, <paramref name="token"/> the word that allows a change. Without
    /// <paramref name="isPageOn"/> nothing is shown to who does not say it.
    /// </remarks>
    public async Task<ControlAnswer> AnswerAsync(
        ControlRequest request, int port, string token, bool isPageOn, CancellationToken ct)
    {
        if (!IsOurs(request.Host, port))
        {
            return ControlAnswer.Text(421, "本页面只在本机以 127.0.0.1 或 localhost 打开。 / Open this as 127.0.0.1 or localhost on this PC.");
        }

        if (request.Origin is { } origin && origin != $"http://{request.Host}")
        {
            return ControlAnswer.Text(403, "不接受其他网页的请求。 / Requests of other pages are not taken.");
        }

        var isAllowed = request.Token is { } given && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
        return (request.Method, request.Path) switch
        {
            ("GET", "/" or "/status" or "/control") when !isPageOn && !isAllowed => Refused(request),
            ("GET", "/") => ControlAnswer.Page(StatusPage.Render(status.Now())),
            ("GET", "/status") => Status(),
            ("GET", "/control") => ControlAnswer.Page(StatusPage.RenderControl(status.Now(), isRefused: false)),
            ("POST", "/pause" or "/resume" or "/stop" or Dump) when !isAllowed => Refused(request),
            ("POST", var path) when Checks.Contains(path, StringComparer.Ordinal) && !isAllowed => Refused(request),
            ("POST", "/pause" or "/resume" or "/stop") => Change(request),
            ("POST", var path) when Checks.Contains(path, StringComparer.Ordinal) => await CheckAsync(path, ct),
            ("POST", Dump) => await DumpAsync(ct),
            (_, "/" or "/status" or "/control" or "/pause" or "/resume" or "/stop" or Dump) =>
                ControlAnswer.Text(405, "方法不对。 / Not with this method."),
            (_, var path) when Checks.Contains(path, StringComparer.Ordinal) => ControlAnswer.Text(405, "方法不对。 / Not with this method."),
            _ => ControlAnswer.Text(404, "没有这一页。 / There is no such page."),
        };
    }

    // The result always goes to the server as well: a running agent has its connection. Only who asks waits for its word.
    private async Task<ControlAnswer> CheckAsync(string path, CancellationToken ct)
    {
        var testSend = path.Contains(Send, StringComparison.Ordinal);
        var (outcome, told) = await errands.RunAsync(inLoop => window.CheckAsync(testSend, report: true, inLoop), ct);
        if (path.EndsWith(Report, StringComparison.Ordinal))
        {
            outcome = await window.WithWordAsync(outcome, told, ct);
        }

        return ControlAnswer.Json(JsonSerializer.SerializeToUtf8Bytes(outcome, ControlJson.Default.CheckOutcome));
    }

    private async Task<ControlAnswer> DumpAsync(CancellationToken ct) =>
        await errands.RunAsync(window.DumpAsync, ct) is { } tree
            ? ControlAnswer.Json(Encoding.UTF8.GetBytes(tree))
            : ControlAnswer.Text(404, "没有可读的界面树。 / There is no tree to read.");

    private ControlAnswer Change(ControlRequest request)
    {
        var by = request.IsForm ? "page" : "command";
        try
        {
            switch (request.Path)
            {
                case "/pause":
                    stop.Pause(by);
                    break;
                case "/resume":
                    stop.Resume(by);
                    hold.TryAgain();
                    journal.DecisionsWaiting.Raise();
                    break;
                default:
                    // After the answer: who asked must hear that it was heard.
                    return Done(request) with { Afterwards = lifetime.StopApplication };
            }
        }
        catch (JournalUnavailableException unwritable)
        {
            return ControlAnswer.Text(503, request.Path == "/pause"
                ? $"已停止发送，但无法保存：重启后不再有效。 / Sending is stopped, but a restart will forget it: {unwritable.Message}"
                : $"仍处于停止状态：{unwritable.Message} / It is still stopped: {unwritable.Message}");
        }

        return Done(request);
    }

    private ControlAnswer Done(ControlRequest request) => request.IsForm ? ControlAnswer.SeeOther("/") : Status();

    private ControlAnswer Status() =>
        ControlAnswer.Json(JsonSerializer.SerializeToUtf8Bytes(status.Now(), ControlJson.Default.AgentStatus));

    private ControlAnswer Refused(ControlRequest request) => request.IsForm
        ? ControlAnswer.Page(StatusPage.RenderControl(status.Now(), isRefused: true), 401)
        : ControlAnswer.Text(401, "需要令牌（数据目录中的 control.json）。 / The token of control.json in the data folder is needed.");

    /// <summary>A name that leads here from somebody's DNS is no name of ours. Browsers leave the port of http out.</summary>
    internal static bool IsOurs(string? host, int port)
    {
        var suffix = port == HttpPort && host?.Contains(':', StringComparison.Ordinal) != true
            ? "" : ":" + port.ToString(CultureInfo.InvariantCulture);
        return host == $"127.0.0.1{suffix}" || host == $"localhost{suffix}";
    }
}
