using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture;

/// <summary>What the heartbeat tells. Counts since the start of the process.</summary>
internal sealed class AgentHealth(TimeProvider time)
{
    private long _captured;
    private long _verified;
    private long _notSent;
    private long _unknown;
    private int _excluded;
    private int _ambiguous;
    private volatile WindowHealth _window = WindowHealth.Of(WindowState.Starting);
    private volatile SelfCheckResult? _checked;
    private volatile string? _held;
    private volatile bool _stoppedLocally;
    private volatile ClientIdentity _client = ClientIdentity.Unknown;
    private long _lastVerified;

    /// <summary>Told of the window and of a self-check as soon as they are known, by who works at the desktop: be quick.</summary>
    public Action<WindowHealth>? WindowChanged { get; set; }

    /// <summary>See <see cref="WindowChanged"/>.</summary>
    public Action<SelfCheckResult>? CheckDone { get; set; }

    /// <summary>How the window was at the last look, with advice. Setting it tells of a change of state or of what is missing.</summary>
    public WindowHealth Window
    {
        get => _window;
        set
        {
            var before = _window;
            _window = value;
            if (before.State != value.State || !before.Missing.SequenceEqual(value.Missing, StringComparer.Ordinal))
            {
                WindowChanged?.Invoke(value);
            }
        }
    }

    /// <summary>File version of the client at the last look; absent when none ran, and for the simulated desktop.</summary>
    public string? ClientVersion
    {
        get => _client.Version;
        set => _client = _client with { Version = value };
    }

    /// <summary>The selector profile of the last look, such as 4.1/3.</summary>
    public string? Profile
    {
        get => _client.Profile;
        set => _client = _client with { Profile = value };
    }

    /// <summary>A word of <see cref="WindowState"/>, as the heartbeat says it.</summary>
    public string DesktopState => _window.State;

    /// <summary>The last self-check of this process; absent before the first.</summary>
    public SelfCheckResult? LastCheck
    {
        get => _checked;
        set
        {
            _checked = value;
            if (value is not null)
            {
                CheckDone?.Invoke(value);
            }
        }
    }

    /// <summary>The person at this PC said stop; see <see cref="LocalStop"/>.</summary>
    public bool IsStoppedLocally
    {
        get => _stoppedLocally;
        set => _stoppedLocally = value;
    }

    /// <summary>
    /// Why nothing is typed: what this PC says (stopped_locally, or a state of the window that stops sending), whether
    /// anything waits or not; else why something that waits is held: offline, no_answer, messages_waiting, lease_lost, or
    /// what the server's gate said. Absent when nothing is held.
    /// </summary>
    public string? HeldReason
    {
        get => LocalReason ?? _held;
        set => _held = value;
    }

    /// <summary>The part of <see cref="HeldReason"/> that the server has no say in.</summary>
    public string? LocalReason => IsStoppedLocally ? WindowState.StoppedLocally : _window.StopsSending ? _window.State : null;

    /// <summary>Which client is driven. Set by the desktop, as soon as it knows and whenever it changes; setting the same again costs nothing.</summary>
    public ClientIdentity Client
    {
        get => _client;
        set
        {
            if (_client != value)
            {
                _client = value;
                ClientChanged.Raise();
            }
        }
    }

    /// <summary>Raised when another client, or one of another version, is driven.</summary>
    public Signal ClientChanged { get; } = new();

    /// <summary>When this process last saw a part that it had sent; absent before the first. By the PC's clock.</summary>
    public DateTimeOffset? LastVerifiedSendAt =>
        Interlocked.Read(ref _lastVerified) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

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
                Interlocked.Exchange(ref _lastVerified, time.GetUtcNow().Ticks);
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
