using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture;

/// <summary>What the heartbeat tells. Counts since the start of the process.</summary>
internal sealed class AgentHealth
{
    private long _captured;
    private long _verified;
    private long _notSent;
    private long _unknown;
    private int _excluded;
    private int _ambiguous;
    private volatile string _desktop = "starting";
    private volatile string? _held;

    /// <summary>ok, starting, or the reason of a <see cref="Desktop.DesktopUnavailableException"/>.</summary>
    public string DesktopState
    {
        get => _desktop;
        set => _desktop = value;
    }

    /// <summary>
    /// Why nothing is typed although something waits: offline, no_answer, messages_waiting, lease_lost, what the server's gate
    /// said, or what the pace says (see PaceTable). Absent when nothing is held.
    /// </summary>
    public string? HeldReason
    {
        get => _held;
        set => _held = value;
    }

    /// <summary>Chats of the list that the scope rule leaves out.</summary>
    public int ExcludedChats
    {
        get => Volatile.Read(ref _excluded);
        set => Volatile.Write(ref _excluded, value);
    }

    /// <summary>Chats in scope that are not written to, because another chat's name is the same or looks the same.</summary>
    public int AmbiguousChats
    {
        get => Volatile.Read(ref _ambiguous);
        set => Volatile.Write(ref _ambiguous, value);
    }

    public long MessagesCaptured => Interlocked.Read(ref _captured);

    public long PartsVerified => Interlocked.Read(ref _verified);

    public long PartsNotSent => Interlocked.Read(ref _notSent);

    public long PartsUnknown => Interlocked.Read(ref _unknown);

    public void Captured() => Interlocked.Increment(ref _captured);

    public void Settled(SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Verified:
                Interlocked.Increment(ref _verified);
                break;
            case SendOutcome.NotSent:
                Interlocked.Increment(ref _notSent);
                break;
            default:
                Interlocked.Increment(ref _unknown);
                break;
        }
    }
}
