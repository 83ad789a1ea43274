namespace WeChatPlatform.Search;

/// <summary>One list of two rankings, by rank alone, since their scores have nothing in common: reciprocal rank fusion.</summary>
/// <remarks>Cormack, Clarke and Büttcher, 2009. Each list gives an entry 1 / (60 + rank), ranks from 1.</remarks>
internal static class Fusion
{
    private const double Damping = 60;

    public static List<Fused> Of(IReadOnlyList<SearchHit> keyword, IReadOnlyList<SearchHit> vector, double keywordWeight, double vectorWeight)
    {
        var fused = new Dictionary<Guid, Fused>();
        for (var rank = 0; rank < keyword.Count; rank++)
        {
            var hit = keyword[rank];
            fused[hit.EntryId] = new Fused(hit.EntryId, rank, null, hit.Score, 0, keywordWeight / (Damping + rank + 1));
        }

        for (var rank = 0; rank < vector.Count; rank++)
        {
            var hit = vector[rank];
            var known = fused.GetValueOrDefault(hit.EntryId) ?? new Fused(hit.EntryId, null, null, 0, 0, 0);
            fused[hit.EntryId] = known with
            {
                VectorRank = rank, VectorScore = hit.Score, Score = known.Score + (vectorWeight / (Damping + rank + 1)),
            };
        }

        return [.. fused.Values.OrderByDescending(entry => entry.Score).ThenBy(entry => entry.KeywordRank ?? int.MaxValue).ThenBy(entry => entry.EntryId)];
    }
}

/// <summary>An entry that one side or both found; ranks from 0.</summary>
internal sealed record Fused(Guid EntryId, int? KeywordRank, int? VectorRank, double KeywordScore, double VectorScore, double Score);
