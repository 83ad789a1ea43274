using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Measuring;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Replies;

/// <summary>Writes a decision and tells the world, in the transaction of whoever decided.</summary>
internal sealed class DecisionRecorder(
    MessageDbContext context,
    IOutbox<MessageDbContext> outbox,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<DecisionRecorder> logger)
{
    /// <summary>Ends a turn: its messages get the decision, and the turn queued behind it, if any, is opened.</summary>
    public async Task RecordAsync(Turn turn, ReplyPolicy.Verdict verdict, CancellationToken ct)
    {
        var conversation = await context.LockConversationAsync(turn.ConversationId, ct);
        var answered = await context.Messages
            .Where(message => message.TurnId == turn.CorrelationId)
            .OrderBy(message => message.Sequence)
            .ToListAsync(ct);
        turn.DecisionId = Record(conversation, turn.CorrelationId, verdict, answered);

        // This turn's door is shut, so an accepting turn can only be the one that waits behind it.
        conversation.OpenTurnId = conversation.AcceptingTurnId;
        if (conversation.OpenTurnId is { } next)
        {
            outbox.Publish(new OpenTurn(next), conversation.Id);
        }
    }

    /// <summary>A message that screening took out at once has a decision of its own.</summary>
    public void RecordIgnored(Conversation conversation, ChatMessage message, string reason) =>
        Record(conversation, turnId: null, new ReplyPolicy.Verdict(DecisionAction.Ignore, null, 1, reason, []), [message]);

    private Guid Record(
        Conversation conversation, Guid? turnId, ReplyPolicy.Verdict verdict, IReadOnlyList<ChatMessage> answered)
    {
        var now = time.GetUtcNow();
        var text = verdict.Text;
        if (text is not null && conversation.IsGroup && conversation.Speaker != Conversation.UnknownSpeaker)
        {
            text = $"@{conversation.Speaker} {text}";
        }

        var decision = new Decision
        {
            Id = Guid.CreateVersion7(now),
            TurnId = turnId,
            ConversationId = conversation.Id,
            AgentId = conversation.AgentId,
            ChatId = conversation.ChatId,
            ChatName = conversation.ChatName,
            IsGroup = conversation.IsGroup,
            Action = verdict.Action,
            Parts = text is null ? [] : TextParts.Split(text, options.Value.PartLength),
            Confidence = verdict.Confidence,
            Reason = verdict.Reason,
            EvidenceIds = verdict.EvidenceIds,
            MessageIds = [.. answered.Select(message => message.Id)],
            ReceivedAt = answered.Count > 0 ? answered[0].ReceivedAt : now,
            DecidedAt = now,
            TraceParent = Activity.Current?.Id,
            DeliveryState = verdict.Deliver && text is not null ? DeliveryState.Waiting : DeliveryState.None,
            HeldUntil = answered.Max(message => message.WaitUntil),
        };
        context.Add(decision);
        foreach (var message in answered)
        {
            message.DecisionId = decision.Id;
        }

        outbox.Publish(
            new ReplyDecided(
                decision.Id, turnId, conversation.Id, conversation.AgentId, decision.Action, text, decision.Confidence,
                decision.Reason, decision.EvidenceIds, decision.MessageIds, decision.ReceivedAt, now),
            conversation.Id);
        if (decision.Action == DecisionAction.Handoff)
        {
            outbox.Publish(
                new HandoffRequested(decision.Id, conversation.Id, conversation.AgentId, decision.Reason, now), conversation.Id);
        }

        MessageMetrics.ReplyTime.Record(
            (now - decision.ReceivedAt).TotalSeconds, new KeyValuePair<string, object?>("action", decision.Action));
        logger.Decided(
            decision.Id, conversation.Id, decision.Action, decision.Reason, answered.Count, decision.Confidence);
        return decision.Id;
    }
}
