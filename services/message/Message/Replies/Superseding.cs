using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Replies;

/// <summary>
/// Takes back what was decided and not sent when the customer wrote on: its messages join the newer turn, and one decision
/// answers them all. At most <see cref="MessageOptions.SupersedeLimit"/> times in a row; then the answer goes out, and what
/// came after it is answered next. Concurrency: under the conversation's row lock, then the decisions', as the gate takes them.
/// </summary>
internal sealed class Superseding(
    MessageDbContext context,
    IOutbox<MessageDbContext> outbox,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<Superseding> logger)
{
    /// <summary>
    /// A customer's message was stored for a turn: whatever of the conversation waits to be sent, or is at an agent that asks
    /// before it sends and was not let through, is taken back. In a pause nothing is: what it holds back ends by itself.
    /// </summary>
    /// <remarks><paramref name="conversation"/> is locked; the turn of <paramref name="message"/> has no decision yet.</remarks>
    public async Task OnStoredAsync(Conversation conversation, ChatMessage message, CancellationToken ct)
    {
        if (message is not { Side: "other", TurnId: { } turnId } || conversation.IsPaused(time.GetUtcNow()))
        {
            return;
        }

        var unsent = await context.Decisions
            .FromSql(
                $"""
                select * from decisions d
                where agent_id = {conversation.AgentId} and conversation_id = {conversation.Id}
                    and delivery_state in ('waiting', 'claimed') and committed_at is null
                    and (claimed_by is null or claimed_lease is not null)
                    and (select count(*) from decisions s where s.superseded_by_turn_id = d.turn_id) < {options.Value.SupersedeLimit}
                order by number for update of d
                """)
            .AsTracking()
            .ToListAsync(ct);
        foreach (var decision in unsent)
        {
            await TakeBackAsync(decision, turnId, ct);
            outbox.Publish(
                new ReplySuperseded(
                    decision.Id, decision.TurnId!.Value, turnId, conversation.Id, conversation.AgentId, decision.MessageIds,
                    decision.ReceivedAt, time.GetUtcNow()),
                conversation.Id);
        }
    }

    /// <summary>Whether an answer is taken back at once, because a customer's message waits behind its turn.</summary>
    /// <remarks>
    /// <paramref name="turn"/> is locked; <paramref name="behind"/> is the turn queued behind it.
    /// </remarks>
    public async Task<bool> IsOvertakenAsync(Turn turn, Guid behind, CancellationToken ct) =>
        await context.Decisions.CountAsync(decision => decision.SupersededByTurnId == turn.CorrelationId, ct) < options.Value.SupersedeLimit
        && await context.Messages.AnyAsync(message => message.TurnId == behind && message.Side == "other", ct);

    /// <summary>Moves what a decision answers, and what those answered that it superseded itself, to another turn.</summary>
    public async Task TakeBackAsync(Decision decision, Guid turnId, CancellationToken ct)
    {
        decision.DeliveryState = DeliveryState.Superseded;
        decision.SupersededByTurnId = turnId;
        decision.SupersededAt = time.GetUtcNow();
        await context.Messages
            .Where(message => message.TurnId == decision.TurnId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(message => message.TurnId, turnId).SetProperty(message => message.DecisionId, (Guid?)null), ct);
        await context.Decisions
            .Where(earlier => earlier.SupersededByTurnId == decision.TurnId)
            .ExecuteUpdateAsync(set => set.SetProperty(earlier => earlier.SupersededByTurnId, turnId), ct);
        logger.Superseded(decision.Id, turnId);
    }
}
