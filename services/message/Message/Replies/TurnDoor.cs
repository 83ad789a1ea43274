using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Replies;

/// <summary>Finds the turn that a message belongs to, or begins one. Under the conversation's row lock.</summary>
internal sealed class TurnDoor(MessageDbContext context, IOutbox<MessageDbContext> outbox, IOptions<MessageOptions> options)
{
    /// <returns>The turn that accepts messages; a new one, queued behind the open one, when none does.</returns>
    public Guid JoinOrOpen(Conversation conversation, string autonomy, DateTimeOffset now)
    {
        conversation.LastInboundAt = now;
        if (conversation.AcceptingTurnId is { } accepting)
        {
            return accepting;
        }

        var opens = conversation.OpenTurnId is null;
        var turn = new Turn
        {
            CorrelationId = Guid.CreateVersion7(now),
            CurrentState = opens ? nameof(ReplySaga.Collecting) : nameof(ReplySaga.Queued),
            ConversationId = conversation.Id,
            AgentId = conversation.AgentId,
            Autonomy = autonomy,
            StartedAt = now,
        };
        context.Add(turn);
        conversation.AcceptingTurnId = turn.CorrelationId;
        if (opens)
        {
            conversation.OpenTurnId = turn.CorrelationId;
            outbox.Publish(
                new CloseTurnWindow(turn.CorrelationId), conversation.Id, MergeWindow.End(now, now, options.Value));
        }

        return turn.CorrelationId;
    }
}
