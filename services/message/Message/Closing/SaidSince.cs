using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Deliveries;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Closing;

/// <summary>What was said in a conversation since it closed the last time.</summary>
/// <remarks>
/// <paramref name="UntilSequence"/> is the number of the newest message that it covers, <paramref name="LastAt"/> when that one came.
/// </remarks>
internal sealed record SaidSince(IReadOnlyList<ClosedTurn> Turns, long UntilSequence, DateTimeOffset LastAt)
{
    /// <summary>One message carries no more than this many.</summary>
    private const int MostMessages = 500;

    /// <summary>Whether what was asked last has no answer of a machine that the customer got, and no person has said anything.</summary>
    public bool IsUnanswered =>
        Turns is [.., var last] && !(last.Sent && last.Action is DecisionAction.Reply or DecisionAction.Clarify)
        && Turns.All(turn => turn.StaffReplies.Count == 0);

    public static async Task<SaidSince> ReadAsync(MessageDbContext context, Conversation conversation, CancellationToken ct)
    {
        var messages = await context.Messages.AsNoTracking()
            .Where(message => message.ConversationId == conversation.Id && message.Sequence > conversation.ClosedSequence)
            .OrderBy(message => message.Sequence)
            .Take(MostMessages)
            .Select(message => new Said(
                message.Sequence, message.TurnId, message.Side == "own" && !message.IsEcho, message.Type, message.Content, message.ReceivedAt))
            .ToListAsync(ct);
        if (messages is not [.., var newest])
        {
            return new SaidSince([], conversation.LastSequence, conversation.CreatedAt);
        }

        var staff = messages.FindAll(message => message.IsStaff);
        if (conversation is { IsGroup: true, Speaker: not "" })
        {
            staff.AddRange(await SpokenToAsync(context, conversation, messages[0].At, ct));
        }

        var called = conversation is { IsGroup: true, Speaker: not "" } ? $"@{conversation.Speaker} " : "";
        return new SaidSince(await TurnsAsync(context, messages, staff, called, ct), newest.Sequence, newest.At);
    }

    /// <summary>What people of ours said in a group after this time to this member by name. To whom the rest was said nobody knows.</summary>
    private static async Task<List<Said>> SpokenToAsync(
        MessageDbContext context, Conversation conversation, DateTimeOffset since, CancellationToken ct)
    {
        var called = $"@{conversation.Speaker}";
        var spoken = await context.Conversations.AsNoTracking()
            .Where(other => other.AgentId == conversation.AgentId && other.ChatId == conversation.ChatId && other.Id != conversation.Id)
            .Join(
                context.Messages.Where(message => message.Side == "own" && !message.IsEcho && message.ReceivedAt >= since && message.Content.Contains(called)),
                other => other.Id, message => message.ConversationId,
                (_, message) => new { message.Type, message.Content, message.ReceivedAt })
            .OrderBy(message => message.ReceivedAt)
            .Take(MostMessages)
            .ToListAsync(ct);
        return spoken.ConvertAll(message => new Said(
            0, null, IsStaff: true, message.Type, message.Content.Replace(called, "", StringComparison.Ordinal).Trim(), message.ReceivedAt));
    }

    private static async Task<IReadOnlyList<ClosedTurn>> TurnsAsync(
        MessageDbContext context, List<Said> messages, List<Said> staff, string called, CancellationToken ct)
    {
        var began = messages.Where(message => message.TurnId is not null)
            .GroupBy(message => message.TurnId!.Value)
            .ToDictionary(turn => turn.Key, turn => turn.Min(message => message.At));
        var ids = began.Keys.ToList();
        var turns = await context.Turns.AsNoTracking()
            .Where(turn => ids.Contains(turn.CorrelationId) && turn.Question != null && turn.Question != "")
            .Select(turn => new { Id = turn.CorrelationId, turn.Question, turn.Evidence, turn.KnowledgeKnown })
            .ToListAsync(ct);
        var decisions = await context.Decisions.AsNoTracking().Where(decision => decision.TurnId != null && ids.Contains(decision.TurnId.Value))
            .ToDictionaryAsync(decision => decision.TurnId!.Value, ct);
        var decided = decisions.Values.Select(decision => decision.Id).ToList();
        var verified = await context.Deliveries.AsNoTracking()
            .Where(delivery => decided.Contains(delivery.DecisionId) && delivery.Outcome == DeliveryOutcome.Verified)
            .GroupBy(delivery => delivery.DecisionId)
            .ToDictionaryAsync(parts => parts.Key, parts => parts.Count(), ct);
        var typed = decisions.Values.Where(decision => decision.DeliveryState != DeliveryState.None)
            .SelectMany(decision => decision.Parts).Select(WithoutSpaces).ToHashSet(StringComparer.Ordinal);
        var words = staff.FindAll(message =>
            message.Type is MessageKind.Text or MessageKind.Quote && message.Content.Length > 0 && !typed.Contains(WithoutSpaces(message.Content)));

        var inOrder = turns.Where(turn => decisions.ContainsKey(turn.Id)).OrderBy(turn => began[turn.Id]).ToList();
        return
        [
            .. inOrder.Select((turn, i) =>
            {
                var decision = decisions[turn.Id];
                var cited = turn.Evidence.Where(evidence => decision.EvidenceIds.Contains(evidence.Id)).Select(evidence => evidence.Kind);
                var next = i + 1 < inOrder.Count ? began[inOrder[i + 1].Id] : DateTimeOffset.MaxValue;
                return new ClosedTurn(
                    turn.Id, turn.Question!, began[turn.Id], decision.Action, decision.Reason,
                    decision.Parts.Count > 0 ? Without(called, string.Join('\n', decision.Parts)) : null,
                    decision.Parts.Count > 0 && verified.GetValueOrDefault(decision.Id) == decision.Parts.Count,
                    decision.Confidence, decision.EvidenceIds, [.. cited.Distinct(StringComparer.Ordinal)],
                    turn.KnowledgeKnown, turn.Evidence.Count > 0 ? turn.Evidence.Max(evidence => evidence.Score) : 0,
                    [.. words.Where(word => word.At >= began[turn.Id] && word.At < next).OrderBy(word => word.At).Select(word => word.Content.Trim())]);
            }),
        ];
    }

    private static string Without(string called, string text) =>
        text.StartsWith(called, StringComparison.Ordinal) ? text[called.Length..] : text;

    private static string WithoutSpaces(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private sealed record Said(long Sequence, Guid? TurnId, bool IsStaff, string Type, string Content, DateTimeOffset At);
}
