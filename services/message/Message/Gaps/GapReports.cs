using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Gaps;

/// <summary>What an agent says of one gap. Only its id is needed.</summary>
internal sealed record GapReport(
    string GapId, string? ChatId, string? ChatName, bool IsGroup, string? Reason, int Missing, DateTimeOffset? At);

/// <summary>
/// Keeps the gaps that agents report, each once, and asks for a person where there is a conversation to look into. A report is
/// never refused for what it says: the agent would repeat it for ever, or forget it.
/// </summary>
internal sealed class GapReports(
    MessageDbContext context, IOutbox<MessageDbContext> outbox, TimeProvider time, ILogger<GapReports> logger)
{
    /// <summary>Why <see cref="HandoffRequested"/> asks for a person.</summary>
    public const string HandoffReason = "capture_gap";

    private const int LongestId = 100;
    private const int LongestName = 200;
    private const int MostMissing = 1_000_000;
    private static readonly string[] Reasons = ["badge_mismatch", "tail_lost", "queue_full"];

    /// <summary>Durable when it returns; a repeat changes nothing.</summary>
    public async Task RecordAsync(string agentId, GapReport report, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var gap = await GapAsync(agentId, report, ct);
            var stored = await context.Database.ExecuteSqlAsync(
                $"""
                insert into capture_gaps
                    (id, agent_id, agent_gap_id, chat_id, chat_name, is_group, reason, missing, at, reported_at, conversation_id)
                values
                    ({gap.Id}, {gap.AgentId}, {gap.AgentGapId}, {gap.ChatId}, {gap.ChatName}, {gap.IsGroup}, {gap.Reason},
                     {gap.Missing}, {gap.At}, {gap.ReportedAt}, {gap.ConversationId})
                on conflict (agent_id, agent_gap_id) do nothing
                """,
                ct);
            if (stored == 0)
            {
                return;
            }

            if (gap.ConversationId is { } conversation)
            {
                outbox.Publish(
                    new HandoffRequested(gap.Id, conversation, agentId, HandoffReason, gap.ReportedAt), conversation);
            }

            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            logger.GapFound(gap.Id, agentId, gap.Reason, gap.Missing);
        });

    private async Task<CaptureGap> GapAsync(string agentId, GapReport report, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var chatId = Clean(report.ChatId, LongestName);

        // Of a group the member who wrote last: nobody knows whose messages are missing.
        var conversation = await context.Conversations.AsNoTracking()
            .Where(one => one.AgentId == agentId && one.ChatId == chatId)
            .OrderByDescending(one => one.LastInboundAt != null).ThenByDescending(one => one.LastInboundAt)
            .Select(one => new { one.Id, one.ChatName })
            .FirstOrDefaultAsync(ct);
        var chatName = Clean(report.ChatName, LongestName);
        return new CaptureGap
        {
            Id = Guid.CreateVersion7(now),
            AgentId = agentId,
            AgentGapId = Clean(report.GapId, LongestId),
            ChatId = chatId,
            ChatName = chatName.Length > 0 ? chatName : conversation?.ChatName ?? "",
            IsGroup = report.IsGroup,
            Reason = Reasons.Contains(report.Reason) ? report.Reason! : "other",
            Missing = Math.Clamp(report.Missing, 0, MostMissing),
            At = report.At is { } at && at < now ? at.ToUniversalTime() : now,
            ReportedAt = now,
            ConversationId = conversation?.Id,
        };
    }

    private static string Clean(string? text, int most)
    {
        var plain = (text ?? "").Replace("\0", "", StringComparison.Ordinal);
        return plain.Length <= most ? plain : plain[..(char.IsHighSurrogate(plain[most - 1]) ? most - 1 : most)];
    }
}
