using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Greetings;

/// <summary>
/// Answers that agents gave by themselves: which of them are taken for decisions, and what becomes of a message whose answer was
/// not sent. An answer counts as gone out from the moment that it is known, because an agent without a connection
/// sends it without asking; only its agent can say that it did not.
/// </summary>
internal sealed class EdgeAnswers(
    MessageDbContext context,
    IOutbox<MessageDbContext> outbox,
    TurnDoor turns,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<EdgeAnswers> logger)
{
    /// <summary>What a decision of this kind is made for.</summary>
    public const string Reason = "greeting";

    /// <summary>The agent never said what became of it.</summary>
    public const string NoReport = "no_report";

    /// <summary>
    /// Whether the message is what the entry says, and the entry is in a version of the table that was in force: an agent
    /// chooses among our answers and invents none. A message whose answer is not believed is one like any other.
    /// </summary>
    public async Task<bool> IsBelievedAsync(string agentId, IncomingMessage message, CancellationToken ct)
    {
        if (message.EdgeDecision is not { } edge)
        {
            return false;
        }

        var isBelieved = edge.IsWhole && !message.IsGroup && (message.Side ?? "other") == "other"
            && MessageKind.Of(message.Type) == MessageKind.Text
            && GreetingText.Plain(message.Content ?? "") == GreetingText.Plain(edge.Match!)
            && await context.Greetings.AsNoTracking().SingleOrDefaultAsync(table => table.Version == edge.TableVersion, ct) is { } version
            && version.Entries.Any(entry => entry.Match.Contains(edge.Match!) && entry.Reply == edge.Parts![0])
            && !await context.Decisions.AnyAsync(decision => decision.Id == edge.DecisionId, ct);
        if (!isBelieved)
        {
            logger.EdgeAnswerRefused(agentId, edge.DecisionId, edge.TableVersion);
        }

        return isBelieved;
    }

    /// <summary>
    /// The answer was certainly not sent: the message is answered as if the agent had never answered it, together with what
    /// came since. What has grown too old for an answer meanwhile is handed to a person.
    /// </summary>
    /// <remarks><paramref name="conversation"/> and <paramref name="decision"/> are locked.</remarks>
    public async Task TakeUpAsync(Conversation conversation, Decision decision, string? reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var message = await context.Messages.SingleAsync(one => one.DecisionId == decision.Id, ct);
        if (now - message.SentAt > TimeSpan.FromMinutes(options.Value.CatchUp.AnswerMinutes))
        {
            outbox.Publish(
                new HandoffRequested(decision.Id, conversation.Id, decision.AgentId, $"not_sent:{reason ?? "unspecified"}", now), conversation.Id);
            return;
        }

        var turnId = turns.JoinOrOpen(conversation, decision.Autonomy!, now);
        (message.TurnId, message.DecisionId) = (turnId, null);
        (decision.DeliveryState, decision.SupersededByTurnId, decision.SupersededAt) = (DeliveryState.Superseded, turnId, now);
        outbox.Publish(
            new ReplySuperseded(
                decision.Id, turnId, turnId, conversation.Id, conversation.AgentId, decision.MessageIds, decision.ReceivedAt, now),
            conversation.Id);
        logger.Superseded(decision.Id, turnId);
    }
}
