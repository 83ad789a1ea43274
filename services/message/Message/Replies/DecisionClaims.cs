using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Replies;

/// <summary>What a client of the HTTP interface sees of a decision.</summary>
/// <remarks>
/// <paramref name="Action"/> is reply (also for a question back), transfer_human or ignore (also for a draft, which waits
/// for a person). <paramref name="Content"/> is absent when nothing is to be typed.
/// </remarks>
internal sealed record DecisionReply(string Action, string? Content, double Confidence, Guid DecisionId)
{
    /// <summary>The message that was posted with the request; absent when it was only asked for.</summary>
    public Guid? MessageId { get; init; }

    public static DecisionReply Of(Decision decision) => new(
        decision.Action switch
        {
            DecisionAction.Reply or DecisionAction.Clarify => "reply",
            DecisionAction.Handoff => "transfer_human",
            _ => "ignore",
        },
        decision.DeliveryState == DeliveryState.None ? null : string.Join('\n', decision.Parts),
        decision.Confidence,
        decision.Id);
}

/// <summary>
/// Hands a decision to the request that waits for it. Taking it and the socket's taking it exclude each other: one
/// conditional update of the decision's row decides.
/// </summary>
internal sealed class DecisionClaims(
    IServiceScopeFactory scopes,
    DecisionWaiters waiters,
    AgentConnections connections,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    /// <summary>How long a lost wake-up may delay a response; the row is the truth.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <returns>The decision when it came in time and the socket did not take it before; otherwise nothing.</returns>
    public async Task<DecisionReply?> WaitAsync(Guid messageId, TimeSpan wait, CancellationToken ct)
    {
        var deadline = time.GetUtcNow() + wait;
        while (true)
        {
            using var waiter = waiters.Add(messageId);
            if (await TryClaimAsync(messageId, ct) is { } reply)
            {
                return reply;
            }

            var left = deadline - time.GetUtcNow();
            if (left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // A host that stops waits for its requests: one that waits a minute would use up the time of the work in hand.
                return null;
            }

            await waiter.WaitAsync(left < LookAgain ? left : LookAgain, time, ct);
        }
    }

    /// <summary>
    /// The client that waited for a message's decision is gone: the socket need not hold back for it any longer. Nothing
    /// happens when no such message was stored.
    /// </summary>
    /// <remarks>Not cancelled with the request, whose end is the reason for it.</remarks>
    public async Task ReleaseAsync(string agentId, string agentMessageId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MessageDbContext>();
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken.None);
            var message = await context.Messages.AsNoTracking()
                .Where(row => row.AgentId == agentId && row.AgentMessageId == agentMessageId)
                .Select(row => new { row.Id, row.ConversationId })
                .SingleOrDefaultAsync(CancellationToken.None);
            if (message is null)
            {
                return;
            }

            // Whoever decides copies the waits of a turn's messages into its decision under this lock: here it is either
            // not decided yet, or the decision is seen.
            await context.LockConversationAsync(message.ConversationId, CancellationToken.None);
            await context.Messages.Where(row => row.Id == message.Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.WaitUntil, (DateTimeOffset?)null), CancellationToken.None);
            await context.Decisions
                .Where(row => row.DeliveryState == DeliveryState.Waiting
                    && context.Messages.Any(one => one.Id == message.Id && one.DecisionId == row.Id))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(
                        row => row.HeldUntil,
                        row => context.Messages.Where(one => one.DecisionId == row.Id).Max(one => one.WaitUntil)),
                    CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        });
        connections.Wake(agentId);
    }

    public async Task<DecisionReply?> TryClaimAsync(Guid messageId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MessageDbContext>();
        var decision = await context.Messages.AsNoTracking()
            .Where(message => message.Id == messageId)
            .Join(context.Decisions, message => message.DecisionId, decision => decision.Id, (_, decision) => decision)
            .SingleOrDefaultAsync(ct);
        if (decision is null)
        {
            return null;
        }

        if (decision.DeliveryState == DeliveryState.None || decision.ClaimedBy == Decision.HttpClaim)
        {
            // Nothing to type, or every message of the burst gets the decision that one of them claimed.
            return DecisionReply.Of(decision);
        }

        var now = time.GetUtcNow();
        await context.Decisions
            .Where(row => row.Id == decision.Id && row.ClaimedBy == null && row.DeliveryState == DeliveryState.Waiting)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.ClaimedBy, Decision.HttpClaim)
                    .SetProperty(row => row.ClaimedAt, now)
                    .SetProperty(row => row.DeliveryState, DeliveryState.Claimed),
                ct);
        var owner = await context.Decisions.AsNoTracking()
            .Where(row => row.Id == decision.Id).Select(row => row.ClaimedBy).SingleAsync(ct);
        return owner == Decision.HttpClaim ? DecisionReply.Of(decision) : null;
    }
}
