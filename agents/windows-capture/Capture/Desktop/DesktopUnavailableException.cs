namespace WeChatPlatform.Capture.Desktop;

/// <summary>
/// The window cannot be driven now. <see cref="Reason"/> is a stable word: not_running, not_answering, tree_hidden,
/// no_chat_open, unexpected_answer.
/// </summary>
public sealed class DesktopUnavailableException(string reason, Exception? cause = null)
    : Exception($"The WeChat desktop is unavailable: {reason}.", cause)
{
    public string Reason { get; } = reason;
}
