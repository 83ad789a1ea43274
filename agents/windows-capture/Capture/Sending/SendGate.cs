using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// Asks the server's last gate over whatever connection is open. Fails closed: no connection, no answer, an answer that is
/// not understood are all a hold. One question at a time; the asker is the desktop's loop.
/// </summary>
internal sealed class SendGate(TimeProvider time, ILogger<SendGate> logger)
{
    public const string Offline = "offline";
    public const string NoAnswer = "no_answer";
    public const string LeaseLost = "lease_lost";
    public const string MessagesWaiting = "messages_waiting";

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private IGateWire? _wire;
    private string _closedBecause = Offline;
    private Pending? _pending;
    private bool _wasOpen;

    private sealed record Pending(GateQuestion Question, TaskCompletionSource<GateAnswer> Answer);

    /// <summary>
    /// There was a connection in this process's life and it is gone, and not because another process has the account.
    /// </summary>
    public bool IsCutOff
    {
        get
        {
            lock (_gate)
            {
                return _wasOpen && _wire is null && _closedBecause == Offline;
            }
        }
    }

    /// <summary>From now on questions go over this connection.</summary>
    public void Open(IGateWire wire)
    {
        lock (_gate)
        {
            _wasOpen = true;
            _wire = wire;
        }
    }

    /// <summary>The connection is gone, and with it the question that waits for its answer.</summary>
    public void Close(string reason)
    {
        Pending? lost;
        lock (_gate)
        {
            _wire = null;
            _closedBecause = reason;
            lost = _pending;
            _pending = null;
        }

        lost?.Answer.TrySetResult(GateAnswer.Hold(reason, AskAgain));
    }

    /// <summary>The server's answer. One that nobody waits for changes nothing.</summary>
    public void Take(string decisionId, int part, GateStep step, GateAnswer answer)
    {
        Pending? asked;
        lock (_gate)
        {
            asked = _pending is { } pending && pending.Question.DecisionId == decisionId
                && pending.Question.Part == part && pending.Question.Step == step ? pending : null;
            _pending = asked is null ? _pending : null;
        }

        if (asked is null)
        {
            logger.GateAnswerUnasked(decisionId, part);
        }

        asked?.Answer.TrySetResult(answer);
    }

    /// <summary>Asks, and returns within seconds whatever the connection does.</summary>
    /// <remarks><paramref name="onlyHandedIn"/>: the question makes sense only once the server has all that was captured in the chat.</remarks>
    public async Task<GateAnswer> AskAsync(GateQuestion question, string chatId, CancellationToken ct, bool onlyHandedIn = false)
    {
        IGateWire wire;
        Pending pending;
        lock (_gate)
        {
            if (_wire is null)
            {
                return GateAnswer.Hold(_closedBecause, AskAgain);
            }

            wire = _wire;
            pending = new Pending(question, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        // The server decides by what it knows: what was just read in this chat must be with it first.
        if ((onlyHandedIn || question.Step == GateStep.Enter) && !await IsHandedInAsync(wire, chatId, ct))
        {
            return GateAnswer.Hold(MessagesWaiting, AskAgain);
        }

        var answer = await AskAsync(wire, pending, ct);
        if (answer.Verdict != GateVerdict.Go)
        {
            logger.GateSaidNo(question.DecisionId, question.Part, question.Step, answer.Verdict, answer.Reason);
        }

        return answer;
    }

    private async Task<GateAnswer> AskAsync(IGateWire wire, Pending pending, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_wire != wire)
            {
                return GateAnswer.Hold(_closedBecause, AskAgain);
            }

            _pending = pending;
        }

        try
        {
            await wire.SendAsync(pending.Question, ct);
            var answer = await pending.Answer.Task.WaitAsync(AnswerTime, time, ct);
            if (answer is { Verdict: GateVerdict.Hold, Reason: LeaseLost })
            {
                // Only a new hello tells who has the account now.
                wire.GiveUp();
            }

            return answer;
        }
        catch (TimeoutException)
        {
            // The answer that may still come would be taken for the one to the next question: it must find no connection.
            wire.GiveUp();
            return GateAnswer.Hold(NoAnswer, AskAgain);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested
            && failure is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // The connection died while it was asked: nobody said go.
            wire.GiveUp();
            return GateAnswer.Hold(Offline, AskAgain);
        }
        finally
        {
            lock (_gate)
            {
                _pending = _pending == pending ? null : _pending;
            }
        }
    }

    private async Task<bool> IsHandedInAsync(IGateWire wire, string chatId, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (!wire.IsHandedIn(chatId))
        {
            if (time.GetElapsedTime(started) >= AnswerTime)
            {
                return false;
            }

            await Task.Delay(LookAgain, time, ct);
        }

        return true;
    }
}

/// <summary>A connection that gate questions go over: the socket, or a test's.</summary>
internal interface IGateWire
{
    /// <summary>True when the server has every message of the chat that was captured.</summary>
    bool IsHandedIn(string chatId);

    /// <summary>Sends a question; its answer comes by <see cref="SendGate.Take"/>.</summary>
    Task SendAsync(GateQuestion question, CancellationToken ct);

    /// <summary>Ends the connection. A new one is made by who made this one.</summary>
    void GiveUp();
}
