using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Attachments;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Replies;

/// <summary>What the saga does at each step, inside the consume's transaction and under the turn's row lock.</summary>
internal sealed class TurnSteps(
    MessageDbContext context,
    IOutbox<MessageDbContext> outbox,
    DecisionRecorder decisions,
    AttachmentReadings readings,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<TurnSteps> logger)
{
    /// <summary>Shuts the door of the burst when its window is over; else sets the timer anew.</summary>
    public async Task CloseWindowAsync(Turn turn, CancellationToken ct)
    {
        var conversation = await context.LockConversationAsync(turn.ConversationId, ct);
        var now = time.GetUtcNow();
        var end = MergeWindow.End(turn.StartedAt, conversation.LastInboundAt ?? turn.StartedAt, options.Value);
        if (now < end)
        {
            outbox.Publish(new CloseTurnWindow(turn.CorrelationId), turn.ConversationId, end);
            return;
        }

        if (conversation.AcceptingTurnId == turn.CorrelationId)
        {
            conversation.AcceptingTurnId = null;
        }

        turn.WindowClosed = true;
        await ReadBurstAsync(turn, conversation, ct);
        if (turn.AwaitsReading)
        {
            outbox.Publish(new ReadingTimedOut(turn.CorrelationId), turn.ConversationId, now.AddSeconds(options.Value.ReadingSeconds));
        }
    }

    /// <summary>An image or a voice message of the turn was read: it waits on only when there is another one.</summary>
    public async Task ReadAgainAsync(Turn turn, CancellationToken ct) =>
        await ReadBurstAsync(turn, await context.LockConversationAsync(turn.ConversationId, ct), ct);

    /// <summary>Enough waited: what is not read by now stays unread.</summary>
    public async Task StopReadingAsync(Turn turn, CancellationToken ct)
    {
        await ReadAgainAsync(turn, ct);
        if (turn.AwaitsReading)
        {
            turn.AwaitsReading = false;
            logger.ReadingOverdue(turn.CorrelationId);
        }
    }

    /// <summary>What the messages say by now, and whether anything more may come to be known of them.</summary>
    private async Task ReadBurstAsync(Turn turn, Conversation conversation, CancellationToken ct)
    {
        var burst = await context.Messages.AsNoTracking()
            .Where(message => message.TurnId == turn.CorrelationId)
            .OrderBy(message => message.Sequence)
            .Select(message => new BurstMessage(
                message.Type, message.Content, message.Quoted, message.Side, message.SentAt, message.ReceivedAt,
                context.AttachmentReadings.Where(reading => reading.MessageId == message.Id).Select(reading => reading.Text).SingleOrDefault()))
            .ToListAsync(ct);
        turn.Question = Burst.Question(burst);
        turn.Unreadable = Burst.Unreadable(burst);
        turn.HasUnknownSide = Burst.HasUnknownSide(burst);
        turn.Screened = conversation.IsPaused(time.GetUtcNow())
            ? ChatPauses.Reason
            : Screening.OfTurn(burst, turn.Autonomy, options.Value);

        // Whatever an image says, it changes nothing for a turn that is not answered anyway.
        turn.AwaitsReading = turn.Screened is null or Screening.UnreadableKind && turn.Unreadable is not null
            && await readings.AreAwaitedAsync(turn.CorrelationId, ct);
    }

    public async Task PrepareAsync(Turn turn, CancellationToken ct)
    {
        // Tracked already, and locked, since this transaction closed the window: no round trip.
        var conversation = await context.Conversations.FindAsync([turn.ConversationId], ct)
            ?? throw new InvalidOperationException($"Turn {turn.CorrelationId} has no conversation.");
        var now = time.GetUtcNow();
        var question = turn.Question ?? "";
        var contact = conversation.IsGroup ? conversation.Speaker : conversation.ChatName;
        turn.Contact = contact;
        outbox.Publish(
            new IdentifyCustomer(
                turn.CorrelationId, conversation.Id, conversation.AgentId, conversation.ChatId, conversation.ChatName, contact,
                conversation.IsGroup, now),
            conversation.Id);
        outbox.Publish(
            new RetrieveKnowledge(
                turn.CorrelationId, conversation.Id, question, options.Value.EvidenceLimit, now,
                await ConversationHistory.AskedBeforeAsync(context, turn, conversation, question, ct)),
            conversation.Id);
        if (ErpQuestion.NeedsFacts(question))
        {
            outbox.Publish(new LookUpErpFacts(turn.CorrelationId, conversation.Id, contact, question, now), conversation.Id);
        }
        else
        {
            turn.FactsKnown = true;
        }

        outbox.Publish(
            new PreparationTimedOut(turn.CorrelationId), conversation.Id, now.AddSeconds(options.Value.PreparationSeconds));
    }

    public async Task GenerateAsync(Turn turn, CancellationToken ct)
    {
        if (!turn.IsPrepared)
        {
            logger.PreparedIncompletely(turn.CorrelationId, turn.CustomerKnown, turn.KnowledgeKnown, turn.FactsKnown);
        }

        var now = time.GetUtcNow();
        outbox.Publish(
            new GenerateReply(
                turn.CorrelationId, turn.ConversationId, Burst.ForModel(turn.Question ?? "", turn.Unreadable), turn.CustomerName,
                turn.CustomerGrade,
                await ConversationHistory.BeforeAsync(context, turn, options.Value.HistoryLines, ct), turn.Evidence, now,
                turn.AgentId, turn.Contact, turn.Release),
            turn.ConversationId);
        outbox.Publish(
            new GenerationTimedOut(turn.CorrelationId), turn.ConversationId, now.AddSeconds(options.Value.GenerationSeconds));
    }

    public Task DecideAsync(Turn turn, Answer answer, CancellationToken ct) =>
        RecordAsync(turn, ReplyPolicy.Judge(answer, turn.Evidence, turn.Autonomy, options.Value), ct);

    public Task DecideScreenedAsync(Turn turn, CancellationToken ct) =>
        RecordAsync(turn, ReplyPolicy.JudgeScreened(turn.Screened!, turn.Autonomy, options.Value), ct);

    private Task RecordAsync(Turn turn, ReplyPolicy.Verdict verdict, CancellationToken ct) =>
        decisions.RecordAsync(turn, turn.HasUnknownSide ? ReplyPolicy.ForPerson(verdict) : verdict, ct);
}
