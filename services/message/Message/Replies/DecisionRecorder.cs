using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Greetings;
using WeChatPlatform.Message.Measuring;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Replies;

/// <summary>Writes a decision and tells the world, in the transaction of whoever decided.</summary>
internal sealed class DecisionRecorder(
    MessageDbContext context,
    IOutbox<MessageDbContext> outbox,
    Superseding superseding,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<DecisionRecorder> logger)
{
    /// <summary>
    /// Ends a turn: its messages get the decision, and the turn queued behind it, if any, is opened. An answer that a
    /// customer's message in that turn has overtaken is not told to anybody: its messages join that turn.
    /// </summary>
    public async Task RecordAsync(Turn turn, ReplyPolicy.Verdict verdict, CancellationToken ct)
    {
        var conversation = await context.LockConversationAsync(turn.ConversationId, ct);
        var answered = await context.Messages
            .Where(message => message.TurnId == turn.CorrelationId)
            .OrderBy(message => message.Sequence)
            .ToListAsync(ct);
        if (conversation.IsPaused(time.GetUtcNow()))
        {
            verdict = ReplyPolicy.DuringPause(verdict);
        }

        var text = TextFor(conversation, verdict);
        var decision = Add(conversation, turn.CorrelationId, verdict, text, answered);
        turn.DecisionId = decision.Id;
        if (decision.DeliveryState == DeliveryState.Waiting && conversation.AcceptingTurnId is { } behind
            && await superseding.IsOvertakenAsync(turn, behind, ct))
        {
            await superseding.TakeBackAsync(decision, behind, ct);
            answered.ForEach(message => (message.TurnId, message.DecisionId) = (behind, null));
        }
        else
        {
            Tell(decision, text, turn.Release);
        }

        // This turn's door is shut, so an accepting turn can only be the one that waits behind it.
        conversation.OpenTurnId = conversation.AcceptingTurnId;
        if (conversation.OpenTurnId is { } next)
        {
            outbox.Publish(new OpenTurn(next), conversation.Id);
        }
    }

    /// <summary>A message that screening took out at once has a decision of its own.</summary>
    public void RecordIgnored(Conversation conversation, ChatMessage message, string reason)
    {
        var verdict = new ReplyPolicy.Verdict(DecisionAction.Ignore, null, 1, reason, []);
        Tell(Add(conversation, turnId: null, verdict, text: null, [message]), text: null);
    }

    /// <summary>
    /// An agent answered a greeting by itself. Its ledger has the decision, and has it without a lease: it may have been sent
    /// without a question, so it is never taken back from here.
    /// </summary>
    public void RecordMadeByAgent(Conversation conversation, ChatMessage message, EdgeDecision edge, string autonomy)
    {
        var now = time.GetUtcNow();
        var decision = new Decision
        {
            Id = edge.DecisionId!.Value,
            TurnId = null,
            ConversationId = conversation.Id,
            AgentId = conversation.AgentId,
            ChatId = conversation.ChatId,
            ChatName = conversation.ChatName,
            IsGroup = conversation.IsGroup,
            Action = DecisionAction.Reply,
            Parts = [edge.Parts![0]!],
            Confidence = 1,
            Reason = EdgeAnswers.Reason,
            EvidenceIds = [],
            MessageIds = [message.Id],

            // It may have been answered before it came here.
            ReceivedAt = message.SentAt,
            DecidedAt = now,
            TraceParent = Activity.Current?.Id,
            DeliveryState = DeliveryState.Claimed,
            ClaimedBy = edge.LedgerId,
            ClaimedAt = now,
            ExpiresAt = now.AddMinutes(options.Value.DecisionMinutes),
            GreetingVersion = edge.TableVersion,
            Autonomy = autonomy,
        };
        context.Add(decision);
        message.DecisionId = decision.Id;
        Tell(decision, decision.Parts[0]);
        logger.Decided(decision.Id, conversation.Id, decision.Action, decision.Reason, 1, decision.Confidence);
    }

    // In a group the answer names who asked.
    private static string? TextFor(Conversation conversation, ReplyPolicy.Verdict verdict) =>
        verdict.Text is { } text && conversation.IsGroup && conversation.Speaker != Conversation.UnknownSpeaker
            ? $"@{conversation.Speaker} {text}"
            : verdict.Text;

    private Decision Add(
        Conversation conversation, Guid? turnId, ReplyPolicy.Verdict verdict, string? text, IReadOnlyList<ChatMessage> answered)
    {
        var now = time.GetUtcNow();
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
            ExpiresAt = now.AddMinutes(options.Value.DecisionMinutes),
        };
        context.Add(decision);
        foreach (var message in answered)
        {
            message.DecisionId = decision.Id;
        }

        MessageMetrics.ReplyTime.Record(
            (now - decision.ReceivedAt).TotalSeconds, new KeyValuePair<string, object?>("action", decision.Action));
        logger.Decided(
            decision.Id, conversation.Id, decision.Action, decision.Reason, answered.Count, decision.Confidence);
        return decision;
    }

    private void Tell(Decision decision, string? text, long release = 0)
    {
        outbox.Publish(
            new ReplyDecided(
                decision.Id, decision.TurnId, decision.ConversationId, decision.AgentId, decision.Action, text, decision.Confidence,
                decision.Reason, decision.EvidenceIds, decision.MessageIds, decision.ReceivedAt, decision.DecidedAt, release),
            decision.ConversationId);
        if (decision.Action == DecisionAction.Handoff)
        {
            outbox.Publish(
                new HandoffRequested(
                    decision.Id, decision.ConversationId, decision.AgentId, decision.Reason, decision.DecidedAt),
                decision.ConversationId);
        }
    }
}
