using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Conversations;

/// <summary>
/// Keeps the machine silent where a person of ours speaks. What somebody typed in a chat pauses all its conversations, in a
/// group those that begin meanwhile too; a pause by the API is of one conversation. Concurrency: under the locks of the
/// conversations, taken in the order of their ids; one that is held already may be out of order, which the database finds
/// and the transaction repeats.
/// </summary>
internal sealed class ChatPauses(
    MessageDbContext context, IOptions<MessageOptions> options, TimeProvider time, ILogger<ChatPauses> logger)
{
    /// <summary>Why nothing is said during a pause.</summary>
    public const string Reason = "conversation_paused";

    public const string ByPerson = "person";
    public const string ByApi = "api";

    private const string PersonTyped = "person_typed";

    /// <summary>A conversation that begins in a group in which a person speaks is paused like the others.</summary>
    public async Task BeginAsync(Conversation conversation, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var pause = await context.Conversations.AsNoTracking()
            .Where(other => other.AgentId == conversation.AgentId && other.ChatId == conversation.ChatId && other.Id != conversation.Id
                && other.PausedBy == ByPerson && other.PausedUntil > now)
            .OrderByDescending(other => other.PausedUntil)
            .FirstOrDefaultAsync(ct);
        if (pause is not null)
        {
            Pause(conversation, pause.PausedAt, pause.PausedUntil, pause.PauseReason, ByPerson);
        }
    }

    /// <summary>
    /// A line of ours was captured that no ledger knows. When a decision that may have been typed says the same, it is that
    /// one's echo all the same; else a person typed it, and the chat pauses from the moment at which it was typed. A longer
    /// pause stays.
    /// </summary>
    public async Task ObserveAsync(Conversation conversation, ChatMessage message, DateTimeOffset typedAt, CancellationToken ct)
    {
        message.IsEcho = await IsEchoAsync(conversation, message.Content, ct);
        var now = time.GetUtcNow();
        var until = typedAt.AddMinutes(options.Value.PersonPauseMinutes);
        if (message.IsEcho || until <= now)
        {
            return;
        }

        if (conversation.PausedAt is null || conversation.PausedUntil < until)
        {
            Pause(conversation, conversation.IsPaused(now) ? conversation.PausedAt : now, until, PersonTyped, ByPerson);
        }

        await context.Database.ExecuteSqlAsync(
            $"""
            update conversations set paused_until = {until}, pause_reason = {PersonTyped}, paused_by = {ByPerson},
                paused_at = case when paused_until > {now} then paused_at else {now} end
            where id in (
                select id from conversations
                where agent_id = {conversation.AgentId} and chat_id = {conversation.ChatId} and id <> {conversation.Id}
                    and (paused_at is null or paused_until < {until})
                order by id for update)
            """,
            ct);
        logger.PersonTyped(conversation.Id, until);
    }

    /// <remarks><paramref name="conversation"/> is locked. Without <paramref name="until"/> the pause lasts until somebody ends it.</remarks>
    public void PauseByApi(Conversation conversation, DateTimeOffset? until, string? reason, string user)
    {
        Pause(conversation, time.GetUtcNow(), until, reason, ByApi);
        logger.ConversationPaused(conversation.Id, user, until);
    }

    /// <summary>Ends the conversation's pause; one that a person's typing began ends in the whole chat.</summary>
    /// <remarks><paramref name="conversation"/> is locked.</remarks>
    public async Task ResumeAsync(Conversation conversation, string user, CancellationToken ct)
    {
        var isOfChat = conversation.PausedBy == ByPerson;
        Pause(conversation, at: null, until: null, reason: null, by: null);
        logger.ConversationResumed(conversation.Id, user);
        if (!isOfChat)
        {
            return;
        }

        await context.Database.ExecuteSqlAsync(
            $"""
            update conversations set paused_at = null, paused_until = null, pause_reason = null, paused_by = null
            where id in (
                select id from conversations
                where agent_id = {conversation.AgentId} and chat_id = {conversation.ChatId} and id <> {conversation.Id}
                    and paused_by = {ByPerson}
                order by id for update)
            """,
            ct);
    }

    private static void Pause(Conversation conversation, DateTimeOffset? at, DateTimeOffset? until, string? reason, string? by) =>
        (conversation.PausedAt, conversation.PausedUntil, conversation.PauseReason, conversation.PausedBy) = (at, until, reason, by);

    private async Task<bool> IsEchoAsync(Conversation conversation, string content, CancellationToken ct)
    {
        var claimed = await context.Decisions.AsNoTracking()
            .Where(decision => decision.AgentId == conversation.AgentId && decision.ChatId == conversation.ChatId
                && decision.DeliveryState == "claimed")
            .Select(decision => decision.Parts)
            .ToListAsync(ct);
        var unknown = await context.Deliveries.AsNoTracking()
            .Where(delivery => delivery.Outcome == "unknown")
            .Join(
                context.Decisions.Where(decision => decision.AgentId == conversation.AgentId && decision.ChatId == conversation.ChatId),
                delivery => delivery.DecisionId, decision => decision.Id, (_, decision) => decision.Parts)
            .ToListAsync(ct);
        var text = WithoutSpaces(content);
        return claimed.Concat(unknown).Any(parts => parts.Any(part => WithoutSpaces(part) == text));
    }

    // The window may wrap or trim what was typed.
    private static string WithoutSpaces(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
