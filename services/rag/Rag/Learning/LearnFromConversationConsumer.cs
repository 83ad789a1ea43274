using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Learns from a conversation that closed: pairs of question and answer, what helped, what nobody could answer. Texts are
/// redacted before anything is stored. One conversation at a time: two that teach the same pair side by side would make two of it.
/// </summary>
internal sealed class LearnFromConversationConsumer(
    RagDbContext context, PairStore store, IOptions<LearningOptions> options, SpokenRedactor redactor, TimeProvider time,
    ILogger<LearnFromConversationConsumer> logger)
    : IConsumer<ConversationClosed>
{
    // A question of these was not looked for, or not answered for a reason that says nothing of the knowledge.
    private static readonly HashSet<string> NoGap = new(StringComparer.Ordinal) { "answered", "hand_off_word", "unreadable_kind", "stale_ask", "stale_ignored" };

    public async Task Consume(ConsumeContext<ConversationClosed> consume)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        var (closed, ct) = (consume.Message, consume.CancellationToken);
        var pairs = PairExtraction.Of(closed, options.Value, redactor);
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('rag learning'))", ct);
        var added = 0;
        foreach (var pair in pairs.Where(pair => pair.Verdict != GateVerdict.Drop))
        {
            added += await store.KeepAsync(pair, closed.ConversationId, ct) ? 1 : 0;
        }

        await CountUsefulAsync(closed, ct);
        var gaps = await KeepUnansweredAsync(closed, ct);
        await context.SaveChangesAsync(ct);
        var dropped = pairs.Where(pair => pair.Verdict == GateVerdict.Drop).GroupBy(pair => pair.Reason).Select(group => $"{group.Key} {group.Count()}");
        logger.Learned(closed.ConversationId, closed.Turns.Count, added, gaps, string.Join(", ", dropped));
    }

    private async Task CountUsefulAsync(ConversationClosed closed, CancellationToken ct)
    {
        if (closed.Satisfied is false || closed.Turns.Any(turn => CustomerWords.Complains(turn.Question)))
        {
            return;
        }

        var cited = closed.Turns.Where(turn => turn.Sent)
            .SelectMany(turn => turn.EvidenceIds.Distinct(StringComparer.Ordinal))
            .Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty)
            .CountBy(id => id);
        foreach (var (id, times) in cited.Where(one => one.Key != Guid.Empty))
        {
            await context.CountUsefulAsync(id, times, ct);
        }
    }

    private async Task<int> KeepUnansweredAsync(ConversationClosed closed, CancellationToken ct)
    {
        var oldest = time.GetUtcNow().AddDays(-options.Value.GapDays);
        await context.Set<UnansweredQuestion>().Where(question => question.AskedAt < oldest).ExecuteDeleteAsync(ct);
        var unanswered = closed.Turns
            .Where(turn => turn.Searched && turn.EvidenceScore < options.Value.GapScore && !NoGap.Contains(turn.Reason) && turn.AskedAt >= oldest)
            .Select(turn => (Turn: turn, Question: Asked(turn.Question, closed.Names)))
            .Where(one => one.Question is not null)
            .ToList();
        foreach (var (turn, question) in unanswered)
        {
            context.Add(new UnansweredQuestion
            {
                Id = turn.TurnId, ConversationId = closed.ConversationId, Question = question!, Score = turn.EvidenceScore, Reason = turn.Reason, AskedAt = turn.AskedAt,
            });
        }

        return unanswered.Count;
    }

    private string? Asked(string burst, IReadOnlyList<string> names)
    {
        var question = QuestionText.Of(burst) ?? QuestionText.WithoutGreeting(burst.ReplaceLineEndings(" "));
        return question.Length <= LongestQuestion && redactor.Redact(question, names) is { } redacted
            && QuestionText.WithoutGreeting(PersonalData.WithoutMarks(redacted)) is var kept && QuestionText.IsAboutSomething(kept)
            ? kept
            : null;
    }

    private const int LongestQuestion = 300;
}
