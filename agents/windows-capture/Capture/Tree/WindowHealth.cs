namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// How the WeChat window is, and what the person in charge should do about it. The state is a stable word that goes over the
/// wire; one that is not known here is carried all the same.
/// </summary>
/// <remarks>
/// <paramref name="State"/> is one of <see cref="WindowState"/>. <paramref name="Chinese"/> and <paramref name="English"/> are
/// the advice; empty when there is nothing to do.
/// </remarks>
public sealed record WindowHealth(string State, string Chinese, string English)
{
    /// <summary>Selectors of the profile that should be in the window and are not; never names of chats.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>File version of the client, such as 4.1.10.27; absent while none runs.</summary>
    public string? ClientVersion { get; init; }

    public bool IsOk => State == WindowState.Ok;

    /// <summary>
    /// States in which the account itself may be in danger, or the window is not understood: sending has to stop until a
    /// later look finds the window well, and the server is told why.
    /// </summary>
    public bool StopsSending => State is WindowState.SelectorDrift or WindowState.LoggedOut
        or WindowState.Verification or WindowState.VersionUnknown;

    /// <summary>Both languages, Chinese first, for people.</summary>
    public string Advice => Chinese.Length == 0 ? "" : $"{Chinese} / {English}";

    /// <summary>The health of that state with its advice.</summary>
    /// <param name="state">A word of <see cref="WindowState"/>, or any other one.</param>
    /// <param name="session">Tells what to do about <see cref="WindowState.Locked"/>.</param>
    public static WindowHealth Of(string state, SessionState session = SessionState.Interactive)
    {
        var (chinese, english) = WindowAdvice.Of(state, session);
        return new WindowHealth(state, chinese, english);
    }
}

/// <summary>The words for the state of the window; on the wire as they are here.</summary>
public static class WindowState
{
    public const string Ok = "ok";
    public const string Starting = "starting";
    public const string NotRunning = "not_running";
    public const string LoggedOut = "logged_out";
    public const string TreeHidden = "tree_hidden";
    public const string Minimised = "minimised";

    /// <summary>The screen is locked, the remote session disconnected, or the agent runs as a service.</summary>
    public const string Locked = "locked";

    public const string VersionUnknown = "version_unknown";
    public const string SelectorDrift = "selector_drift";

    /// <summary>A verification or security dialog is open.</summary>
    public const string Verification = "verification";

    public const string NotAnswering = "not_answering";
    public const string InputRefused = "input_refused";
    public const string NoChatOpen = "no_chat_open";
    public const string UnexpectedAnswer = "unexpected_answer";
    public const string JournalUnwritable = "journal_unwritable";
    public const string AgentFailing = "agent_failing";
    public const string StoppedLocally = "stopped_locally";

    /// <summary>Every word that an agent says.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Ok, Starting, NotRunning, LoggedOut, TreeHidden, Minimised, Locked, VersionUnknown, SelectorDrift, Verification,
        NotAnswering, InputRefused, NoChatOpen, UnexpectedAnswer, JournalUnwritable, AgentFailing, StoppedLocally,
    ];
}
