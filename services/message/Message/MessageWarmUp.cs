using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Gate;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message;

/// <summary>
/// A turn for nobody: every query of the way is asked for ids that are not there, one of each row is written and rolled
/// back, and a timer of a turn that is gone goes out to the queue and comes back, which nothing answers.
/// </summary>
internal sealed class MessageWarmUp(TimeProvider time) : IWarmUp
{
    private const string Nobody = "warm-up";

    public string Name => "message";

    /// <summary>Refused for its content, after everything that comes before the handler.</summary>
    public static WarmUpRequest Refused { get; } = new(
        HttpMethod.Post,
        "/api/v1/messages",
        Caller.Agent(Nobody, Caller.SimulatedDesktop),
        """{"message": {"id": "warm-up", "chat_id": "", "content": "", "type": "text", "timestamp": "2026-01-01T00:00:00Z"}}""");

    public async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        var context = services.GetRequiredService<MessageDbContext>();
        var outbox = services.GetRequiredService<IOutbox<MessageDbContext>>();
        var (conversation, turn, message, decision) = Rows();
        await services.GetRequiredService<DecisionClaims>().TryClaimAsync(message.Id, ct);
        await services.GetRequiredService<OpenDeliveries>().ResumeAsync(Nobody, Nobody, ct);
        await services.GetRequiredService<OpenDeliveries>().TakeAsync(Nobody, Nobody, lease: null, [], ct);
        await services.GetRequiredService<LastGate>().AskAsync(
            Nobody, Nobody, new GateQuestion(decision.Id, 0, GateStep.Enter, Lease: null, RecipientVerifiedAt: null, TypedAt: null), ct);
        await ConversationHistory.BeforeAsync(context, turn, lines: 1, ct);
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            context.AddRange(conversation, turn, message);
            outbox.Publish(new CloseTurnWindow(turn.CorrelationId), conversation.Id);
            await context.SaveChangesAsync(ct);
            await context.LockConversationAsync(conversation.Id, ct);
            await services.GetRequiredService<Superseding>().OnStoredAsync(conversation, message, ct);
            (await context.Messages.Where(row => row.TurnId == turn.CorrelationId).OrderBy(row => row.Sequence).ToListAsync(ct))
                .ForEach(row => row.DecisionId = decision.Id);
            context.Add(decision);
            await context.SaveChangesAsync(ct);
            await transaction.RollbackAsync(ct);
        });
        context.ChangeTracker.Clear();

        // No such turn: whoever takes it from the queue finds nothing to do.
        outbox.Publish(new CloseTurnWindow(turn.CorrelationId), conversation.Id);
        await context.SaveChangesAsync(ct);
    }

    private (Conversation Conversation, Turn Turn, ChatMessage Message, Decision Decision) Rows()
    {
        var now = time.GetUtcNow();
        var conversation = new Conversation
        {
            // A chat of its own, so that replicas that start together do not wait for each other.
            Id = Guid.CreateVersion7(now), AgentId = Nobody, ChatId = $"{Guid.CreateVersion7(now)}", Speaker = "", ChatName = Nobody,
            IsGroup = false, CreatedAt = now,
        };
        var turn = new Turn
        {
            CorrelationId = Guid.CreateVersion7(now), CurrentState = nameof(ReplySaga.Collecting), ConversationId = conversation.Id,
            AgentId = Nobody, Autonomy = Autonomy.Off, StartedAt = now,
        };
        var message = new ChatMessage
        {
            Id = Guid.CreateVersion7(now), ConversationId = conversation.Id, AgentId = Nobody, AgentMessageId = $"{conversation.Id}", Sequence = 1,
            Sender = Nobody, Content = Nobody, Type = "text", Side = "other", IsAtMe = false, SentAt = now, ReceivedAt = now, TurnId = turn.CorrelationId,
        };
        var decision = new Decision
        {
            Id = Guid.CreateVersion7(now), TurnId = turn.CorrelationId, ConversationId = conversation.Id, AgentId = Nobody,
            ChatId = conversation.ChatId, ChatName = Nobody, IsGroup = false, Action = DecisionAction.Ignore, Parts = [], Confidence = 0,
            Reason = Nobody, EvidenceIds = [], MessageIds = [], ReceivedAt = now, DecidedAt = now, DeliveryState = DeliveryState.None,
        };
        return (conversation, turn, message, decision);
    }
}
