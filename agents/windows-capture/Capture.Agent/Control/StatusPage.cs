using System.Globalization;
using System.Net;
using System.Text;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>The status as a page: no script, nothing loaded from anywhere; it asks for itself again every few seconds.</summary>
internal static class StatusPage
{
    private const string Style =
        "body{font:15px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1f2329}"
        + "h1{font-size:1.3rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #e5e6eb;vertical-align:top}"
        + "th{width:14rem;font-weight:500}.good{color:#0a7d33}.bad{color:#b42318}button{margin-right:.6rem;padding:.4rem 1rem}input{width:100%;padding:.4rem}";

    public static string Render(AgentStatus status)
    {
        var page = Begin("<meta http-equiv=\"refresh\" content=\"5\">");
        var isWorking = status.State == "working";
        page.Append(CultureInfo.InvariantCulture, $"<h1>微信客服客户端 Agent {Text(status.AgentId)}</h1><p class=\"{(isWorking ? "good" : "bad")}\"><b>{StateText(status)}</b></p>");
        foreach (var advice in new[] { status.Advice, status.HeldAdvice, status.ServerAdvice }.Where(advice => advice is not null).Distinct())
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{Text(advice!)}</p>");
        }

        page.Append("<table>");
        Row(page, "微信窗口 / WeChat window", status.Desktop);
        Row(page, "暂缓发送的原因 / Held because", status.HeldReason);
        Row(page, "本机停止于 / Stopped here since", At(status.StoppedSince));
        Row(page, "与服务器 / Server", status.Connected ? "已连接 connected" : "未连接 not connected");
        Row(page, "等待上传的消息 / Messages waiting", Waiting(status));
        Row(page, "未完成的回复 / Answers open", Count(status.OpenDecisions));
        Row(page, "服务器拒收 / Refused by the server", Count(status.RefusedMessages));
        Row(page, "未确认的缺口 / Gaps open", Count(status.OpenGaps));
        Row(page, "启动以来读取 / Captured since start", Count(status.MessagesCaptured));
        Row(page, "已核实 / 未发出 / 不明 Verified / not sent / unknown", $"{status.PartsVerified} / {status.PartsNotSent} / {status.PartsUnknown}");
        Row(page, "上次核实的发送 / Last verified send", At(status.LastVerifiedSendAt));
        Row(page, "微信版本、界面配置 / WeChat version, profile", $"{status.ClientVersion} {status.Profile}".Trim());
        Row(page, "客户端版本 / Agent version", status.AgentVersion);
        Row(page, "启动于 / Started", At(status.StartedAt));
        page.Append("</table><h1>最近的警告和错误 Last warnings and errors</h1><table>");
        foreach (var error in status.Errors)
        {
            Row(page, $"{At(error.At)} {error.Level} {Count(error.Event)}{(error.Times > 1 ? $" ×{Count(error.Times)}" : "")}", error.Message);
        }

        return page.Append("</table><p><a href=\"/control\">暂停或恢复发送 Pause or resume sending</a></p></body></html>").ToString();
    }

    public static string RenderControl(AgentStatus status, bool isRefused)
    {
        var page = Begin("");
        page.Append(CultureInfo.InvariantCulture, $"<h1>暂停或恢复发送 Pause or resume sending</h1><p><b>{StateText(status)}</b></p>");
        if (isRefused)
        {
            page.Append("<p class=\"bad\">令牌不对。 / The token is wrong.</p>");
        }

        return page
            .Append("<form method=\"post\"><p><label>令牌（数据目录中 control.json 的 Token） / Token of control.json in the data folder")
            .Append("<input type=\"password\" name=\"token\" autocomplete=\"off\" required></label></p>")
            .Append("<button formaction=\"/pause\">暂停 Pause</button><button formaction=\"/resume\">恢复 Resume</button></form>")
            .Append("<p><a href=\"/\">返回 Back</a></p></body></html>").ToString();
    }

    private static StringBuilder Begin(string head) => new StringBuilder("<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\">")
        .Append(head).Append("<title>微信客服客户端 Agent</title><style>").Append(Style).Append("</style></head><body>");

    private static string StateText(AgentStatus status) => status.State switch
    {
        "working" => "正常工作 Working",
        "not_connected" => "正在读取，没有连上服务器 Reading, not connected to the server",
        "held" => "正在读取，暂不发送 Reading, sending is held",
        _ => "微信窗口不可用 The WeChat window cannot be used",
    };

    private static string Waiting(AgentStatus status) => status.OldestQueuedSeconds is { } seconds
        ? $"{Count(status.QueuedMessages)}（最早 oldest {Count(seconds)} s）"
        : Count(status.QueuedMessages);

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? At(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder page, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Text(name)}</th><td>{Text(value)}</td></tr>");
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
