using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Conversations;

/// <summary>Decisions as the console shows them: how far each part came, what the gate said, what became of it.</summary>
internal static class DecisionDetails
{
    /// <remarks>
    /// <paramref name="SupersededBy"/> is the decision that answers the same messages instead; absent while it is not made.
    /// <paramref name="Source"/> is server, or edge for one that an agent made by the version <paramref name="GreetingVersion"/> of the
    /// table of greetings. <paramref name="Release"/> is the knowledge release that was searched; absent when none was.
    /// </remarks>
    internal sealed record Item(
        Guid Id, Guid? TurnId, string Action, IReadOnlyList<string> Parts, double Confidence, string Reason,
        IReadOnlyList<string> EvidenceIds, IReadOnlyList<Guid> MessageIds, DateTimeOffset DecidedAt, string DeliveryState,
        IReadOnlyList<Delivery> Deliveries, DateTimeOffset? ClaimedAt, DateTimeOffset? ExpiresAt, Guid? SupersededBy,
        DateTimeOffset? SupersededAt, IReadOnlyList<Refusal> GateRefusals, IReadOnlyList<Steps> Steps,
        string Source, long? GreetingVersion, long? Release);

    /// <remarks><paramref name="SeenLaterAt"/>: an agent saw the text after a person had settled the part as not sent.</remarks>
    internal sealed record Delivery(
        int Part, string Outcome, string? Reason, DateTimeOffset At, string? Observed, string? SettledBy, string? Note,
        DateTimeOffset? SeenLaterAt);

    /// <remarks><paramref name="At"/> is the last time, <paramref name="Times"/> how often it was said.</remarks>
    internal sealed record Refusal(int Part, string Step, string Verdict, string Reason, DateTimeOffset At, DateTimeOffset FirstAt, int Times);

    /// <summary>When a part took each step. Those of the agent are by its clock, the gate's is by this server's.</summary>
    internal sealed record Steps(
        int Part, DateTimeOffset? RecipientVerifiedAt, DateTimeOffset? TypedAt, DateTimeOffset? GateGrantedAt, int GateGrants,
        DateTimeOffset? EnteredAt, DateTimeOffset? ReadBackAt);

    /// <summary>The decisions on some messages of a conversation, those included that were superseded on the way, oldest first.</summary>
    public static async Task<IReadOnlyList<Item>> ReadAsync(
        MessageDbContext context, Guid conversationId, IReadOnlyCollection<Guid> decisionIds, IReadOnlyCollection<Guid> turnIds, CancellationToken ct)
    {
        // Before their deliveries: a decision that is shown as settled is shown with what settled it.
        var decided = await context.Decisions.AsNoTracking()
            .Where(d => d.ConversationId == conversationId
                && (decisionIds.Contains(d.Id) || (d.SupersededByTurnId != null && turnIds.Contains(d.SupersededByTurnId.Value))))
            .OrderBy(d => d.Number)
            .ToListAsync(ct);
        var ids = decided.ConvertAll(d => d.Id);
        var deliveries = (await context.Deliveries.AsNoTracking()
            .Where(d => ids.Contains(d.DecisionId))
            .OrderBy(d => d.Part)
            .ToListAsync(ct)).ToLookup(d => d.DecisionId);
        var refusals = (await context.GateRefusals.AsNoTracking()
            .Where(refusal => ids.Contains(refusal.DecisionId))
            .OrderBy(refusal => refusal.FirstAt)
            .ToListAsync(ct)).ToLookup(refusal => refusal.DecisionId);
        var steps = await StepsOfAsync(context, ids, ct);
        var releases = await ReleasesAsync(context, [.. decided.Select(d => d.TurnId).OfType<Guid>()], ct);
        var byTurn = decided.Where(d => d.TurnId is not null).ToDictionary(d => d.TurnId!.Value, d => d.Id);
        return
        [
            .. decided.Select(d => new Item(
                d.Id, d.TurnId, d.Action, d.Parts, d.Confidence, d.Reason, d.EvidenceIds, d.MessageIds, d.DecidedAt, d.DeliveryState,
                [.. deliveries[d.Id].Select(one => new Delivery(
                    one.Part, one.Outcome, one.Reason, one.At, one.Observed, one.SettledBy, one.Note, one.SeenLaterAt))],
                d.ClaimedAt, d.DeliveryState == DeliveryState.None ? null : d.ExpiresAt,
                d.SupersededByTurnId is { } turn && byTurn.TryGetValue(turn, out var instead) ? instead : null,
                d.SupersededAt,
                [.. refusals[d.Id].Select(one => new Refusal(
                    one.Part, one.Step, one.Verdict, one.Reason, one.LastAt, one.FirstAt, one.Times))],
                [.. steps[d.Id]],
                d.IsMadeByAgent ? "edge" : "server",
                d.GreetingVersion,
                d.TurnId is { } of && releases.TryGetValue(of, out var release) ? release : null)),
        ];
    }

    private static Task<Dictionary<Guid, long>> ReleasesAsync(MessageDbContext context, IReadOnlyCollection<Guid> turnIds, CancellationToken ct) =>
        context.Turns.AsNoTracking()
            .Where(turn => turnIds.Contains(turn.CorrelationId) && turn.Release > 0)
            .ToDictionaryAsync(turn => turn.CorrelationId, turn => turn.Release, ct);

    public static async Task<ILookup<Guid, Steps>> StepsOfAsync(
        MessageDbContext context, IReadOnlyCollection<Guid> decisionIds, CancellationToken ct) =>
        (await context.LedgerParts.AsNoTracking()
            .Where(part => decisionIds.Contains(part.DecisionId))
            .OrderBy(part => part.Part)
            .ToListAsync(ct))
        .ToLookup(part => part.DecisionId, part => new Steps(
            part.Part, part.RecipientVerifiedAt, part.TypedAt, part.GrantedAt, part.Grants, part.EnteredAt, part.ReadBackAt));
}
