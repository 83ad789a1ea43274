using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>How a search came to its evidence: both rankings, their fusion, the reranking, and what was made of each.</summary>
/// <remarks>Ranks are from 1. Lists are best first and show the best ten.</remarks>
internal sealed record SearchStory(
    string Question,
    IReadOnlyList<SearchStory.Ranked> Keyword,
    IReadOnlyList<SearchStory.Ranked> Vector,
    IReadOnlyList<SearchStory.Ranked> Fusion,
    IReadOnlyList<SearchStory.Ranked> Rerank,
    IReadOnlyList<SearchStory.Verdict> Judged,
    string Reranker,
    string? Embedder,
    SearchTimes Milliseconds)
{
    private const int Shown = 10;

    public static SearchStory Of(SearchExplanation explanation, Func<Guid, LiveEntry?> find)
    {
        return new SearchStory(
            explanation.Question, Rank(explanation.Keyword), Rank(explanation.Vector), Rank(explanation.Fusion), Rank(explanation.Rerank),
            [
                .. explanation.Judged.Take(Shown).Select(one => new Verdict(
                    one.Entry.ChunkId, one.Entry.Title, find(one.Entry.EntryId)?.Source, Math.Round(one.Confidence, 4), Math.Round(one.Score, 4),
                    one.KeywordRank + 1, one.VectorRank + 1, one.Why)),
            ],
            explanation.Reranker, explanation.Embedder, explanation.Times);

        IReadOnlyList<Ranked> Rank(IReadOnlyList<SearchHit> hits) =>
        [
            .. hits.Take(Shown).Select((hit, at) => (Entry: find(hit.EntryId), hit.Score, Rank: at + 1))
                .Where(hit => hit.Entry is not null)
                .Select(hit => new Ranked(hit.Rank, hit.Entry!.Entry.ChunkId, hit.Entry.Entry.Title, Math.Round(hit.Score, 4))),
        ];
    }

    /// <summary>One place of a ranking.</summary>
    internal sealed record Ranked(int Rank, Guid ChunkId, string Title, double Score);

    /// <remarks>Ranks are absent where that side did not find it. <paramref name="Why"/> has stable words: known_wording, other_entity, ambiguous, no_subject, nothing_asked.</remarks>
    internal sealed record Verdict(
        Guid ChunkId, string Title, string? Source, double Confidence, double Score, int? KeywordRank, int? VectorRank, IReadOnlyList<string> Why);
}
