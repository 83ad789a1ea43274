using WeChatPlatform.Capture.Control;

namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// While it lasts nothing is typed, in no chat: what holds one answer holds them all. Reading goes on. What the person at
/// this PC said, and what the window's state forbids, hold as long as they last; what the server said until it is asked
/// again. Concurrency: begun and asked by the desktop's loop; ended by anybody.
/// </summary>
internal sealed class SendHold(AgentHealth health, LocalStop local, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _since;
    private TimeSpan _length;

    /// <summary>This PC itself holds: the server is not asked.</summary>
    public bool IsLocal => local.Look() || health.LocalReason is not null;

    public bool IsOn
    {
        get
        {
            if (IsLocal)
            {
                return true;
            }

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

    /// <summary>What an answer of the server means for a part, after what this PC says. Null: it may go on.</summary>
    public SendVerdict? Stops(GateAnswer answer)
    {
        switch (answer.Verdict)
        {
            case GateVerdict.Refuse:
                End();
                return SendVerdict.Refused(answer.Reason);
            case GateVerdict.Go when !IsLocal:
                End();
                return null;
            case GateVerdict.Go:
                // Said while the answer was on its way. The next press asks for a go of its own.
                return SendVerdict.Held;
            default:
                Begin(answer.Reason ?? SendGate.NoAnswer, answer.AskAgain);
                return SendVerdict.Held;
        }
    }
}
