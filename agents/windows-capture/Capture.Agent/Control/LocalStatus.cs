using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Server;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>What is to be seen of the agent at one moment.</summary>
internal sealed class LocalStatus(
    AgentJournal journal,
    AgentHealth health,
    LocalStop stop,
    Lease lease,
    ServerSession session,
    RecentErrors errors,
    IOptions<AgentOptions> options,
    TimeProvider time)
{
    private const string Away =
        "服务器连不上，消息先留在本机。请检查网络和 server.url。 / The server cannot be reached; messages wait here. Check the network and server.url.";

    private readonly DateTimeOffset _started = time.GetUtcNow();

    public AgentStatus Now()
    {
        var state = journal.State;
        var window = health.Window;
        var held = health.HeldReason;
        var isConnected = lease.Number is not null;
        return new AgentStatus(
            options.Value.AgentId,
            !window.IsOk ? "window_unavailable" : held is not null ? "held" : isConnected ? "working" : "not_connected",
            window.State,
            window.Advice is "" ? null : window.Advice,
            held,
            HeldAdvice(held),
            stop.Since,
            isConnected,
            isConnected ? null : ServerAdvice(),
            state.Queue.Count,
            state.Queue is [var oldest, ..] ? (int)journal.AgeOf(oldest).TotalSeconds : null,
            LedgerSteps.Open(state).Count,
            state.SetAside.Count,
            state.OpenGaps.Count,
            health.MessagesCaptured,
            health.PartsVerified,
            health.PartsNotSent,
            health.PartsUnknown,
            health.LastVerifiedSendAt,
            health.Client.Version,
            health.Client.Profile,
            AgentVersion.Text,
            _started,
            errors.NewestFirst);
    }

    private string ServerAdvice() => session.Refusal switch
    {
        null => Away,
        429 => "登录失败次数过多，服务器让本客户端稍后再试。请检查 client.agent_id 和密钥。 / Too many logins failed, so the server lets this agent wait. Check client.agent_id and the key.",
        var status => $"服务器拒绝登录（状态 {status}）。请检查 client.agent_id 和密钥。 / The server refuses the login (status {status}). Check client.agent_id and the key.",
    };

    internal static string? HeldAdvice(string? reason) => reason switch
    {
        null => null,
        SendGate.Offline => Away,
        SendGate.NoAnswer => "服务器没有及时答复，稍后再问。 / The server did not answer in time; it is asked again.",
        SendGate.MessagesWaiting => "该聊天还有消息没有交给服务器，交完后再发送。 / Messages of the chat are not with the server yet; it is sent after them.",
        SendGate.LeaseLost => "账号正由另一个客户端处理，本客户端不发送。请停止其中一个。 / Another agent has the account, so this one sends nothing. Stop one of them.",
        "agent_stopped" => "管理员已在服务器上停止本账号的发送，请在那里恢复。 / Sending of this account was stopped at the server; resume it there.",
        "quiet_hours" => "现在是免打扰时间，之后自动继续。 / Quiet hours; it goes on by itself afterwards.",
        "client_version_held" => "服务器暂不允许这个微信版本发送：新版本先让一台电脑通过 agent check --send，管理员停用的由管理员放行。 / The server holds this version of WeChat: a new one until one PC passed 'agent check --send', one that an operator holds until it is released there.",
        "pace_hour" or "pace_day" => "本账号在这段时间内发送的条数已到上限（pace.per_hour、pace.per_day），之后自动继续；等太久的会转人工。 / The account has sent as much as it may for now; it goes on by itself, and what waits too long goes to a person.",
        "pace_chat" => "这个聊天一小时内发送的条数已到上限（pace.per_chat_per_hour），其他聊天不受影响。 / A chat got as many texts as it may in an hour; others go on.",
        "warm_up" => "账号还在预热期，每天发送的条数较少；已长期使用的账号请设 account.is_aged: true。 / The account is new and sends little at first; set account.is_aged when it is not.",
        "same_text" => "同一段文字已发给很多聊天；确有需要时写入 pace.same_text_exceptions。 / One text went to many chats; name it in pace.same_text_exceptions when it has to.",
        _ when WindowState.All.Contains(reason, StringComparer.Ordinal) => WindowHealth.Of(reason).Advice,
        _ => "条件满足后自动继续。 / It goes on by itself when the condition is over.",
    };
}
