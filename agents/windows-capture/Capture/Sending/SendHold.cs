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
    private bool _isByServer;
    private string? _reason;

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
            if (reason is not (SendGate.Offline or SendGate.NoAnswer or SendGate.MessagesWaiting))
            {
                (_isByServer, _reason) = (true, reason);
            }

            health.HeldReason = reason;
        }
    }

    /// <summary>
    /// The next answer may be tried at once. What the server last said stands until it says go: a new connection, a person's
    /// resume at this PC or a refusal of one answer is none, so nothing goes alone on their account.
    /// </summary>
    public void TryAgain()
    {
        lock (_gate)
        {
            _since = null;
            health.HeldReason = null;
        }
    }

    /// <summary>There is a connection, and with it the account: whether another process had it is no question any more.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            _isByServer = _isByServer && _reason != SendGate.LeaseLost;
        }

        TryAgain();
    }

    /// <summary>What an answer of the server means for a part, after what this PC says. Null: it may go on.</summary>
    public SendVerdict? Stops(GateAnswer answer)
    {
        switch (answer.Verdict)
        {
            case GateVerdict.Refuse:
                TryAgain();
                return SendVerdict.Refused(answer.Reason);
            case GateVerdict.Go when !IsLocal:
                HearGo();
                TryAgain();
                return null;
            case GateVerdict.Go:
                HearGo();

                // Said while the answer was on its way. The next press asks for a go of its own.
                return SendVerdict.Held;
            default:
                Begin(answer.Reason ?? SendGate.NoAnswer, answer.AskAgain);
                return SendVerdict.Held;
        }
    }

    private void HearGo()
    {
        lock (_gate)
        {
            _isByServer = false;
        }
    }
}
