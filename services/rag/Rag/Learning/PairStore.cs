using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

/// <summary>Keeps pairs, each once: one that is said again counts, with its new wording. Under the lock of learning.</summary>
internal sealed class PairStore(RagDbContext context, ILearnedPairs knowledge, TimeProvider time)
{
    private const int MostCandidates = 2000;
    private const int MostWordings = 20;

    /// <returns>Whether it is new.</returns>
    public async Task<bool> KeepAsync(ExtractedPair pair, Guid conversationId, CancellationToken ct)
    {
        var features = Likeness.Features(pair.Question);
        var alike = await AlikeAsync(features, ct);
        var answer = Likeness.Features(pair.Answer);
        var same = alike.Find(known => Likeness.Of(Likeness.Features(known.Answer), answer) >= Likeness.SameAnswer);
        if (same is not null)
        {
            Count(same, pair);
            await context.SaveChangesAsync(ct);
            return false;
        }

        var now = time.GetUtcNow();
        var conflict = alike.Find(known => known.State != LearnedPair.Rejected);
        var isPublished = pair.Verdict == GateVerdict.Publish && conflict is null;
        var learned = new LearnedPair
        {
            Id = Guid.CreateVersion7(now),
            Question = pair.Question,
            Similar = [],
            Answer = pair.Answer,
            Source = pair.Source,
            State = isPublished ? LearnedPair.Approved : LearnedPair.Pending,
            ReviewReason = isPublished ? null : conflict is null ? pair.Reason : "conflict",
            Confidence = pair.Confidence,
            Quality = pair.Quality,
            ConversationId = conversationId,
            ConflictsWith = conflict?.Id,
            FirstSeenAt = now,
            LastSeenAt = now,
            Features = [.. features],
        };
        context.Add(learned);
        if (isPublished)
        {
            (learned.ReviewedAt, learned.ReviewedBy) = (now, LearnedPair.ByGate);
            learned.KnowledgeId = await knowledge.AddAsync(learned.Question, learned.Similar, learned.Answer, ct);
        }

        await context.SaveChangesAsync(ct);
        return true;
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

    private void Count(LearnedPair known, ExtractedPair again)
    {
        known.Seen++;
        known.LastSeenAt = time.GetUtcNow();
        known.Quality = Math.Max(known.Quality, again.Quality);

        // What waits for a person gets the wording; what is decided is not changed behind anybody's back.
        var isNew = known.Similar.Append(known.Question).All(wording => Likeness.Key(wording) != Likeness.Key(again.Question));
        if (known.State == LearnedPair.Pending && isNew && known.Similar.Count < MostWordings && !PersonalData.HoldsMark(again.Question))
        {
            known.Similar = [.. known.Similar, again.Question];
            known.Revision++;
        }
    }
}
