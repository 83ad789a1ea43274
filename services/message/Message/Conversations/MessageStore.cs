using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Greetings;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Conversations;

/// <summary>
/// Stores a captured message once, numbers it and assigns its turn, all in one transaction under the conversation's row
/// lock. A repeat finds what the first one stored.
/// </summary>
internal sealed class MessageStore(
    MessageDbContext context,
    IOutbox<MessageDbContext> outbox,
    DecisionRecorder decisions,
    Superseding superseding,
    ChatPauses pauses,
    TurnDoor turns,
    EdgeAnswers edge,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<MessageStore> logger)
{
    /// <remarks>
    /// <paramref name="incoming"/> is a message without faults; <paramref name="wait"/> is how long the request waits for
    /// the decision, zero when it does not.
    /// </remarks>
    /// <returns>The id of the stored message.</returns>
    public async Task<Guid> StoreAsync(
        string agentId, IncomingMessage incoming, string autonomy, TimeSpan wait, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            if (await FindAsync(agentId, incoming.Id!, ct) is { } before)
            {
                return before;
            }

            var conversation = await ConversationOfAsync(agentId, incoming, ct);

            // Again under the lock: two deliveries of one message may have come side by side.
            if (await FindAsync(agentId, incoming.Id!, ct) is { } meanwhile)
            {
                return meanwhile;
            }

            var isAnswered = await edge.IsBelievedAsync(agentId, incoming, ct);
            var stored = Store(conversation, incoming, autonomy, wait, isAnswered);
            if (stored is { Side: "own", Type: not (MessageKind.System or MessageKind.Recall) })
            {
                // By an age only: a clock that is slow would make a person who types now look like one of this morning.
                await pauses.ObserveAsync(
                    conversation, stored, typedAt: incoming.AgeMs is null ? stored.ReceivedAt : stored.SentAt, ct);
            }

            await superseding.OnStoredAsync(conversation, stored, ct);
            try
            {
                await context.SaveChangesAsync(ct);
            }
            catch (DbUpdateException failure) when (IsRepeat(failure))
            {
                // The same id for another chat, whose lock is another one, came side by side. The first one counts.
                return (await FindAsync(agentId, incoming.Id!, ct))!.Value;
            }

            await transaction.CommitAsync(ct);
            logger.MessageStored(stored.Id, stored.Sequence, conversation.Id, stored.TurnId);
            return stored.Id;
        });

    // Numbers and turns are owned by the conversation's lock, so the agent's id is all that can be taken.
    private static bool IsRepeat(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "messages" };

    private Task<Guid?> FindAsync(string agentId, string agentMessageId, CancellationToken ct) =>
        context.Messages.AsNoTracking()
            .Where(message => message.AgentId == agentId && message.AgentMessageId == agentMessageId)
            .Select(message => (Guid?)message.Id)
            .SingleOrDefaultAsync(ct);

    private async Task<Conversation> ConversationOfAsync(string agentId, IncomingMessage incoming, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var chatId = incoming.ChatId!;
        var speaker = incoming.Speaker;
        var chatName = incoming.ChatName ?? (incoming.IsGroup ? incoming.ChatId! : incoming.Sender!);
        var began = await context.Database.ExecuteSqlAsync(
            $"""
            insert into conversations (id, agent_id, chat_id, speaker, chat_name, is_group, created_at, last_sequence)
            values ({Guid.CreateVersion7(now)}, {agentId}, {chatId}, {speaker}, {chatName}, {incoming.IsGroup}, {now}, 0)
            on conflict (agent_id, chat_id, speaker) do nothing
            """,
            ct);
        var conversation = await context.Conversations
            .FromSql($"select * from conversations where agent_id = {agentId} and chat_id = {chatId} and speaker = {speaker} for update")
            .AsTracking()
            .SingleAsync(ct);
        conversation.ChatName = chatName;
        if (began == 1 && incoming.IsGroup)
        {
            await pauses.BeginAsync(conversation, ct);
        }

        return conversation;
    }

    /// <remarks><paramref name="isAnswered"/>: the agent gave the message an answer that is believed, so it needs no turn.</remarks>
    private ChatMessage Store(
        Conversation conversation, IncomingMessage incoming, string autonomy, TimeSpan wait, bool isAnswered)
    {
        var now = time.GetUtcNow();
        var side = incoming.Side ?? "other";
        var kind = MessageKind.Of(incoming.Type);
        var screened = Screening.OfMessage(kind, side, incoming.IsGroup, incoming.IsAtMe, conversation.ChatName, options.Value);
        var turnId = screened is null && !isAnswered ? turns.JoinOrOpen(conversation, autonomy, now) : (Guid?)null;
        var message = new ChatMessage
        {
            Id = Guid.CreateVersion7(now),
            ConversationId = conversation.Id,
            AgentId = conversation.AgentId,
            AgentMessageId = incoming.Id!,
            Sequence = ++conversation.LastSequence,
            Sender = incoming.Sender!,
            Content = incoming.Content ?? "",
            Type = kind,
            Quoted = incoming.Quoted,
            Side = side,
            SideSource = incoming.SideSource,
            SideConfidence = incoming.SideConfidence,
            SenderConfidence = incoming.SenderConfidence,
            HasAttachment = incoming.Attachment,
            IsAtMe = incoming.IsAtMe,
            SentAt = incoming.SentBy(now),
            ReceivedAt = now,
            TurnId = turnId,
            WaitUntil = wait > TimeSpan.Zero ? now + wait : null,
        };

        // Not at every message: it is indexed. Whoever finds it due looks when the last one came.
        if (conversation.CloseDueAt is not { } due || due > now.AddMinutes(options.Value.CloseAfterMinutes))
        {
            conversation.CloseDueAt = now.AddMinutes(options.Value.CloseAfterMinutes);
        }

        context.Add(message);
        outbox.Publish(
            new MessageReceived(
                message.Id, conversation.Id, conversation.AgentId, conversation.ChatId, conversation.ChatName, message.Sender,
                conversation.IsGroup, side, now),
            conversation.Id);
        if (isAnswered)
        {
            decisions.RecordMadeByAgent(conversation, message, incoming.EdgeDecision!, autonomy);
        }
        else if (screened is not null)
        {
            decisions.RecordIgnored(conversation, message, screened);
        }

        return message;
    }
}
