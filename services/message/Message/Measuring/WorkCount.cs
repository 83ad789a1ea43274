using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Fleet;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Measuring;

/// <summary>One state of the reply saga and its turns.</summary>
internal sealed record TurnCount(string State, long Count, DateTimeOffset? Oldest);

/// <remarks><paramref name="Queued"/> is the sum of what the online agents' heartbeats said.</remarks>
internal sealed record AgentCount(long Online, long Away, long Queued);

/// <summary>Online agents whose window is so: a word of their heartbeats, such as ok or locked.</summary>
internal sealed record HealthCount(string Health, long Count);

/// <summary>Undecided turns and agents at one moment, over all replicas.</summary>
internal sealed record WorkCount(DateTimeOffset At, IReadOnlyList<TurnCount> Turns, AgentCount Agents, IReadOnlyList<HealthCount> Health)
{
    /// <summary>Agents choose the words: no agent may make as many series as it likes.</summary>
    private const int MostWords = 30;

    private static readonly string[] States =
        [nameof(ReplySaga.Queued), nameof(ReplySaga.Collecting), nameof(ReplySaga.Preparing), nameof(ReplySaga.Generating)];

    public static async Task<WorkCount> ReadAsync(MessageDbContext context, DateTimeOffset now, CancellationToken ct)
    {
        // In two halves, each in the words of a partial index: the table holds every turn there ever was.
        var turns = await context.Database.SqlQuery<TurnCount>(
            $"""
            select current_state as "State", count(*) as "Count", min(started_at) as "Oldest" from turns
            where current_state in ('Collecting', 'Preparing', 'Generating') group by current_state
            union all
            select 'Queued', count(*), min(started_at) from turns where current_state = 'Queued'
            """).ToListAsync(ct);
        var since = now - GetAgentStatus.OnlineWithin;
        var agents = await context.Agents.AsNoTracking()
            .GroupBy(agent => agent.LastSeenAt >= since)
            .Select(group => new { Online = group.Key, Count = group.LongCount(), Queued = group.Sum(agent => (long)(agent.QueuedMessages ?? 0)) })
            .ToListAsync(ct);
        var health = await context.Set<LastHeartbeat>().AsNoTracking()
            .Where(beat => beat.Desktop != null && context.Agents.Any(agent => agent.AgentId == beat.AgentId && agent.LastSeenAt >= since))
            .GroupBy(beat => beat.Desktop!)
            .Select(group => new { Word = group.Key, Count = group.LongCount() })
            .OrderByDescending(group => group.Count).ThenBy(group => group.Word)
            .Take(MostWords)
            .ToListAsync(ct);
        return new WorkCount(
            now,
            [.. States.Select(state => turns.Find(turn => turn.State == state) ?? new TurnCount(state, 0, Oldest: null))],
            new AgentCount(
                agents.Where(group => group.Online).Sum(group => group.Count),
                agents.Where(group => !group.Online).Sum(group => group.Count),
                agents.Where(group => group.Online).Sum(group => group.Queued)),
            [.. health.Select(group => new HealthCount(group.Word, group.Count))]);
    }
}
