using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>Why a release is not in force: stable words.</summary>
internal static class ReleaseRefusal
{
    public const string ProbeFailed = "probe_failed";
    public const string QuestionsDropped = "questions_dropped";
    public const string Interrupted = "interrupted";
    public const string IndexesUnavailable = "indexes_unavailable";
    public const string TooSlow = "too_slow";
}

/// <summary>What trying a release showed.</summary>
internal sealed record ProofResult(int Probes, int Questions, int QuestionsPassed, IReadOnlyList<ReleaseFault> Faults, string? Refusal);

/// <summary>
/// Tries a release before anybody can find it: every new piece is found by its own words in each index, no retired one is, and
/// no test question is answered worse than by the release in force.
/// </summary>
internal sealed class ReleaseProof(LiveIndex index, RagDbContext context, IOptions<RagOptions> options)
{
    private const int MostFaults = 50;

    public async Task<ProofResult> TryAsync(ReleasePlan plan, bool acceptsDrop, CancellationToken ct)
    {
        var faults = new List<ReleaseFault>();
        foreach (var (entries, isNew) in new[] { (plan.Added, true), (plan.Retired, false) })
        {
            foreach (var batch in entries.Chunk(options.Value.ProbesAtOnce))
            {
                var probed = await Task.WhenAll(batch.Select(entry => index.ProbeAsync(entry.EntryId, plan.Number, ct)));
                faults.AddRange(probed.SelectMany(probe => Faults(probe, isNew)));
            }
        }

        var probes = plan.Added.Count + plan.Retired.Count;
        if (faults.Count > 0)
        {
            return new ProofResult(probes, 0, 0, [.. faults.Take(MostFaults)], ReleaseRefusal.ProbeFailed);
        }

        var (questions, passed, dropped) = await AskAsync(plan.Number, ct);
        return new ProofResult(
            probes, questions, passed, [.. dropped.Take(MostFaults)], dropped.Count > 0 && !acceptsDrop ? ReleaseRefusal.QuestionsDropped : null);
    }

    /// <summary>How a release answers the test questions, asked as customers ask them.</summary>
    public async Task<IReadOnlyList<(TestQuestion Question, bool IsMet, IReadOnlyList<FoundPiece> Found)>> AskAllAsync(
        long release, CancellationToken ct)
    {
        var questions = await context.TestQuestions.AsNoTracking().OrderBy(row => row.Id).ToListAsync(ct);
        var answers = new List<(TestQuestion, bool, IReadOnlyList<FoundPiece>)>();
        foreach (var question in questions)
        {
            var found = await index.SearchAsync(new Asked(question.Question, TestQuestion.MostEvidence) { Release = release, Audience = options.Value.Audience }, ct);
            answers.Add((question, question.IsMetBy([.. found.Pieces.Select(piece => (piece.Evidence, piece.DocumentId))], options.Value.ToldFrom), found.Pieces));
        }

        return answers;
    }

    internal static IEnumerable<ReleaseFault> Faults(ProbedEntry probe, bool isNew) => probe.Sides
        .Where(side => isNew ? !side.FindsContent : side.FindsEntry)
        .Select(side => new ReleaseFault(isNew ? "new_not_found" : "retired_found", side.Index, probe.ChunkId, probe.DocumentId, probe.Subject));

    private async Task<(int Questions, int Passed, IReadOnlyList<ReleaseFault> Dropped)> AskAsync(long number, CancellationToken ct)
    {
        var next = await AskAllAsync(number, ct);
        var passed = next.Count(answer => answer.IsMet);
        if (passed == next.Count)
        {
            return (next.Count, passed, []);
        }

        var before = (await AskAllAsync(index.Release, ct)).Where(answer => answer.IsMet).Select(answer => answer.Question.Id).ToHashSet();
        return (next.Count, passed,
        [
            .. next.Where(answer => !answer.IsMet && before.Contains(answer.Question.Id))
                .Select(answer => new ReleaseFault("question_dropped", null, null, answer.Question.DocumentId, answer.Question.Question)),
        ]);
    }
}
