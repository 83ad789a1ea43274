using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Desktop;

/// <summary>The window cannot be driven now. <see cref="Reason"/> is a word of <see cref="WindowState"/>.</summary>
public sealed class DesktopUnavailableException : Exception
{
    public DesktopUnavailableException(string reason, Exception? cause = null)
        : this(WindowHealth.Of(reason), cause)
    {
    }

    /// <summary>With more than the state tells alone: what is missing, which advice fits.</summary>
    public DesktopUnavailableException(WindowHealth health, Exception? cause = null)
        : base($"The WeChat desktop is unavailable: {health.State}.", cause) => Health = health;

    public WindowHealth Health { get; }

    public string Reason => Health.State;
}
