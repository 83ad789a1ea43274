namespace WeChatPlatform.Capture.Tree;

/// <summary>One selector of the profile. A part that only an open chat has is not needed while none is open.</summary>
public sealed record SelectorFinding(string Name, bool Found, bool Needed);

/// <summary>How the test text to the account's own 文件传输助手 (File Transfer) ended.</summary>
/// <remarks>
/// <paramref name="Refusal"/> is a stable word, absent when the text was read back: chat_not_found, ambiguous_chat,
/// recipient_not_verified, input_in_use, input_not_taken, recipient_changed, not_seen, stopped_locally, or the state of a window
/// that is away.
/// </remarks>
public sealed record TestSend(bool Verified, string? Refusal);

/// <summary>What a self-check found. It holds no names of chats and nothing that was said.</summary>
/// <remarks>
/// <paramref name="ClientVersion"/> is absent when no client runs and for the simulated desktop, <paramref name="Profile"/>
/// (such as 4.1/3) when none fits. <paramref name="Language"/> is zh-CN, zh-TW, en, or absent when it cannot be told.
/// <paramref name="TestSend"/> is absent when none was asked for.
/// </remarks>
public sealed record SelfCheckResult(
    WindowHealth Window,
    string? ClientVersion,
    string? Profile,
    string? Language,
    IReadOnlyList<SelectorFinding> Selectors,
    TestSend? TestSend,
    DateTimeOffset At)
{
    /// <summary>The window is well, all that is needed was found, and the test text, where one was asked for, was read back.</summary>
    public bool Passed => Window.IsOk && Selectors.All(selector => selector.Found || !selector.Needed)
        && TestSend is null or { Verified: true };

    /// <summary>A test text was sent and read back.</summary>
    public bool SendTested => TestSend is { Verified: true };
}
