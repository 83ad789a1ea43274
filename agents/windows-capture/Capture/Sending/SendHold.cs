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
            health.HeldReason = reason;
        }
    }

    /// <summary>The next answer may be tried at once.</summary>
    public void End()
    {
        lock (_gate)
        {
            _since = null;
            health.HeldReason = null;
        }
    }
}
