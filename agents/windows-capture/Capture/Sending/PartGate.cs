using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// The last word on a part before Enter. It is the server's; for an answer that was made here it is the server's too while
/// there is a connection, and without one the agent's own: nobody wrote on, it is not old, and the server never held it.
/// </summary>
internal sealed class PartGate(SendGate server, SendHold hold, AgentJournal journal, IOptions<AgentOptions> options, TimeProvider time)
{
    /// <summary>Whether a part may be begun without the server, which cannot be asked.</summary>
    public bool GoesAlone(LedgerDecision decision) =>
        server.IsCutOff && !hold.IsByServer && decision.Edge is { AsksServer: false };

    public async Task<GateAnswer> AskAsync(LedgerSteps.Due due, GateStep step, CancellationToken ct)
    {
        var times = step == GateStep.Enter
            ? LedgerSteps.Find(journal.State, due.Decision.DecisionId, due.Index)!.Times
            : null;
        var question = new GateQuestion(due.Decision.DecisionId, due.Index, step, times?.RecipientVerifiedAt, times?.TypedAt);
        if (due.Decision.Edge is null)
        {
            return await server.AskAsync(question, due.Decision.ChatId, ct);
        }

        if (OverBecause(due) is { } over)
        {
            return GateAnswer.Refuse(over);
        }

        if (GoesAlone(LedgerSteps.Again(journal.State, due).Decision))
        {
            return GateAnswer.Go;
        }

        // The server knows of it only with the message.
        var answer = await server.AskAsync(question, due.Decision.ChatId, ct, onlyHandedIn: true);
        if (answer is { Verdict: GateVerdict.Hold, Reason: not SendGate.MessagesWaiting })
        {
            journal.Update(state => LedgerSteps.LeaveToServer(state, due.Decision.DecisionId));
        }

        return Still(due, answer);
    }

    /// <summary>Asks whether a part may go on waiting. No answer lets it go.</summary>
    public Task<GateAnswer> AskHeldAsync(LedgerSteps.Due due, string heldBy, CancellationToken ct) => server.AskAsync(
        new GateQuestion(due.Decision.DecisionId, due.Index, GateStep.Open, HeldBy: heldBy), due.Decision.ChatId, ct,
        onlyHandedIn: due.Decision.Edge is not null);

    /// <summary>The answer, unless something came since that ends an answer made here.</summary>
    public GateAnswer Still(LedgerSteps.Due due, GateAnswer answer) =>
        OverBecause(due) is { } over ? GateAnswer.Refuse(over) : answer;

    /// <summary>Why an answer that was made here is over; null while it is not, and for every other.</summary>
    public string? OverBecause(LedgerSteps.Due due)
    {
        if (LedgerSteps.Again(journal.State, due).Decision is not { Edge: { } edge } decision)
        {
            return null;
        }

        var age = time.GetUtcNow() - decision.ReceivedAt;
        return edge.OverBecause
            ?? (age < TimeSpan.Zero || age >= TimeSpan.FromMinutes(options.Value.EdgeReplies.ExpireMinutes) ? "expired" : null);
    }
}
