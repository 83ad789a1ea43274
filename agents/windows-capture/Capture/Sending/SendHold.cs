namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// While it lasts nothing is typed, in no chat: what holds one answer holds them all. Reading goes on. Concurrency: begun
/// and asked by the desktop's loop; ended by anybody.
/// </summary>
internal sealed class SendHold(AgentHealth health, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _since;
    private TimeSpan _length;
    private bool _isByServer;

    /// <summary>The server's last word was that nothing may be sent, and it has not said otherwise since.</summary>
    public bool IsByServer
    {
        get
        {
            lock (_gate)
            {
                return _isByServer;
            }
        }
    }

    public bool IsOn
    {
        get
        {
            lock (_gate)
            {
                return _since is { } since && time.GetElapsedTime(since) < _length;
            }
        }
    }

    public void Begin(string reason, TimeSpan length)
    {
        lock (_gate)
        {
            (_since, _length) = (time.GetTimestamp(), length);
            _isByServer = reason is SendGate.Offline or SendGate.NoAnswer or SendGate.MessagesWaiting ? _isByServer : true;
            health.HeldReason = reason;
        }
    }

    /// <summary>The next answer may be tried at once.</summary>
    public void End()
    {
        lock (_gate)
        {
            _since = null;
            _isByServer = false;
            health.HeldReason = null;
        }
    }
}
