namespace WeChatPlatform.Capture.Control;

/// <summary>
/// States of the window in which sending stops by itself, because what is seen cannot be trusted or WeChat asks the owner
/// for something. It goes on by itself when the window is well again.
/// </summary>
internal static class AutoStop
{
    /// <summary>The state as a hold reason; null for a state in which sending goes on or is impossible anyway.</summary>
    public static string? ReasonOf(string desktopState) =>
        desktopState is "selector_drift" or "logged_out" or "verification" or "version_unknown" ? desktopState : null;
}
