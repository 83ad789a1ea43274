namespace WeChatPlatform.Capture.Reporting;

/// <summary>Which WeChat client the agent drives, and by which profile of selectors.</summary>
/// <remarks>
/// <paramref name="Version"/> is the file version of the client's program, such as 4.1.10.27; absent while nobody knows.
/// <paramref name="Profile"/> is name and version of the profile, such as 4.1/3; absent for a window that needs none.
/// </remarks>
public sealed record ClientIdentity(string? Version, string? Profile = null)
{
    /// <summary>Before the desktop was looked at, and for one that tells nothing.</summary>
    public static ClientIdentity Unknown { get; } = new(Version: null);
}
