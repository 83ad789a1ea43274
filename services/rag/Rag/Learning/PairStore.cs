using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Keeps pairs, each once: one that is said again counts, with its new wording; one that the knowledge has in other words becomes a
/// wording of that. Under the lock of learning.
/// </summary>
internal sealed class PairStore(RagDbContext context, ILearnedPairs knowledge, KnownPairs known, TimeProvider time)
{
    private const int MostCandidates = 2000;
    private const int MostWordings = 20;
    private const string Conflict = "conflict";

    /// <returns>Whether it is new.</returns>
    public async Task<bool> KeepAsync(ExtractedPair pair, Guid conversationId, CancellationToken ct)
    {
        var features = Likeness.Features(pair.Question);
        var alike = await AlikeAsync(features, ct);
        var answer = Likeness.Features(pair.Answer);
        var same = alike.Find(other => Likeness.Of(Likeness.Features(other.Answer), answer) >= Likeness.SameAnswer);
        if (same is not null)
        {
            Count(same, pair);
            await context.SaveChangesAsync(ct);
            return false;
        }

        var now = time.GetUtcNow();
        var conflict = alike.Find(other => other.State != LearnedPair.Rejected);
        var learned = new LearnedPair
        {
            Id = Guid.CreateVersion7(now),
            Question = pair.Question,
            Similar = [],
            Answer = pair.Answer,
            Source = pair.Source,
            State = LearnedPair.Pending,
            ReviewReason = conflict is null ? pair.Reason : Conflict,
            Confidence = pair.Confidence,
            Quality = pair.Quality,
            ConversationId = conversationId,
            ConflictsWith = conflict?.Id,
            FirstSeenAt = now,
            LastSeenAt = now,
            Features = [.. features],
        };
        context.Add(learned);
        if (pair.Verdict == GateVerdict.Publish && conflict is null)
        {
            await PublishAsync(learned, ct);
        }

        await context.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Without a person, unless the knowledge answers the question already and says something else.</summary>
    private async Task PublishAsync(LearnedPair learned, CancellationToken ct)
    {
        var same = (await known.FindAsync(learned, ct)).FirstOrDefault(one => one.AsksTheSame);
        if (same is { SaysTheSame: false })
        {
            learned.ReviewReason = Conflict;
            return;
        }

        var merged = same is null ? null : await knowledge.MergeAsync(same, [learned.Question], answer: null, ct);
        learned.KnowledgeId = merged ?? await knowledge.AddAsync(learned.Question, learned.Similar, learned.Answer, ct);
        if (learned.KnowledgeId is null)
        {
            learned.ReviewReason = Conflict;
            return;
        }

        (learned.State, learned.ReviewedAt, learned.ReviewedBy) = (LearnedPair.Approved, time.GetUtcNow(), LearnedPair.ByGate);
    }

    /// <summary>Pairs that ask the same, the most alike first.</summary>
    private async Task<List<LearnedPair>> AlikeAsync(IReadOnlySet<string> features, CancellationToken ct)
    {
        // One character is in half of all questions; two in a row tell more.
        var telling = features.Where(feature => feature.Length > 1).ToList();
        var searched = telling.Count > 0 ? telling : [.. features];
        var candidates = await context.Set<LearnedPair>()
            .Where(pair => pair.Features.Any(feature => searched.Contains(feature)))
            .OrderByDescending(pair => pair.Id)
            .Take(MostCandidates)
            .ToListAsync(ct);
        return
        [
            .. candidates
                .Select(pair => (Pair: pair, Likeness: pair.Similar.Append(pair.Question).Max(wording => Likeness.Of(Likeness.Features(wording), features))))
                .Where(found => found.Likeness >= Likeness.SameQuestion)
                .OrderByDescending(found => found.Likeness)
                .Select(found => found.Pair),
        ];
    }

    private void Count(LearnedPair older, ExtractedPair again)
    {
        older.Seen++;
        older.LastSeenAt = time.GetUtcNow();
        older.Quality = Math.Max(older.Quality, again.Quality);

        // What waits for a person gets the wording; what is decided is not changed behind anybody's back.
        var isNew = older.Similar.Append(older.Question).All(wording => Likeness.Key(wording) != Likeness.Key(again.Question));
        if (older.State == LearnedPair.Pending && isNew && older.Similar.Count < MostWordings && !PersonalData.HoldsMark(again.Question))
        {
            older.Similar = [.. older.Similar, again.Question];
            older.Revision++;
        }
    }
}
