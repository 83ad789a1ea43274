using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>What Windows says of the session that this process runs in.</summary>
/// <remarks>
/// <paramref name="Connection"/> is its WTS_CONNECTSTATE_CLASS and <paramref name="Lock"/> its lock flag, each absent when
/// Windows does not say. <paramref name="InputDesktop"/> is the name of the desktop that gets the keys; absent when this
/// process may not have it, as while the screen is locked or asks for an administrator.
/// </remarks>
internal sealed record SessionReading(int SessionId, int? Connection, int? Lock, string? InputDesktop)
{
    private const int Active = 0;
    private const int Connected = 1;
    private const int Shadowed = 3;
    private const int LockedFlag = 0;
    private const string PersonsDesktop = "Default";

    public SessionState State => this switch
    {
        { SessionId: 0 } => SessionState.Service,
        { Connection: not (null or Active or Connected or Shadowed) } => SessionState.Disconnected,
        { Lock: LockedFlag } => SessionState.Locked,
        { InputDesktop: not PersonsDesktop } => SessionState.Locked,
        _ => SessionState.Interactive,
    };
}
