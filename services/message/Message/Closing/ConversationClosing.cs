using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Closing;

/// <summary>
/// Tells what was asked and answered in a conversation since it closed the last time, once. Concurrency: the conversation's row
/// lock; of several replicas that find the same one due the second finds it closed.
/// </summary>
internal sealed class ConversationClosing(
    MessageDbContext context,
    IOutbox<MessageDbContext> outbox,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<ConversationClosing> logger)
{
    public const string Idle = "idle";
    public const string ByPerson = "closed";

    /// <summary>Closes it if it is still due. One whose last question nobody answered stays open for staff, for some days at most.</summary>
    public Task CloseIdleAsync(Guid conversationId, CancellationToken ct) => UnderLockAsync(conversationId, async conversation =>
    {
        var now = time.GetUtcNow();
        if (conversation.CloseDueAt is not { } due || due > now)
        {
            return 0;
        }

        if (conversation.OpenTurnId is not null)
        {
            conversation.CloseDueAt = now.AddMinutes(options.Value.CloseAfterMinutes);
            return 0;
        }

        var said = await SaidSince.ReadAsync(context, conversation, ct);
        var until = said.IsUnanswered
            ? said.LastAt.AddHours(options.Value.CloseUnansweredAfterHours)
            : said.LastAt.AddMinutes(options.Value.CloseAfterMinutes);
        if (until > now)
        {
            conversation.CloseDueAt = until;
            return 0;
        }

        return Close(conversation, said, Idle, satisfied: null);
    }, ct);

    /// <summary>Closes it now, because a person says so.</summary>
    /// <returns>How many turns were told; absent when a turn is being answered.</returns>
    public Task<int?> CloseByPersonAsync(Guid conversationId, bool? satisfied, CancellationToken ct) =>
        UnderLockAsync<int?>(
            conversationId,
            async conversation => conversation.OpenTurnId is not null
                ? null
                : Close(conversation, await SaidSince.ReadAsync(context, conversation, ct), ByPerson, satisfied),
            ct);

    private int Close(Conversation conversation, SaidSince said, string reason, bool? satisfied)
    {
        var now = time.GetUtcNow();
        conversation.ClosedSequence = said.UntilSequence;

        // More than one closing takes: the rest follows with the next look.
        conversation.CloseDueAt = said.UntilSequence < conversation.LastSequence ? now : null;
        if (said.Turns.Count > 0)
        {
            outbox.Publish(
                new ConversationClosed(
                    Guid.CreateVersion7(now), conversation.Id, conversation.AgentId, reason, satisfied, NamesOf(conversation), said.Turns, now),
                conversation.Id);
        }

        logger.ConversationClosed(conversation.Id, reason, said.Turns.Count);
        return said.Turns.Count;
    }

    // What a group is called names no person.
    private static string[] NamesOf(Conversation conversation) =>
        conversation.IsGroup
            ? conversation.Speaker is "" or Conversation.UnknownSpeaker ? [] : [conversation.Speaker]
            : [conversation.ChatName];

    private async Task<T> UnderLockAsync<T>(Guid conversationId, Func<Conversation, Task<T>> change, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var result = await change(await context.LockConversationAsync(conversationId, ct));
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return result;
        });
}
