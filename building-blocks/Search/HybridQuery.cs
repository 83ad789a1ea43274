namespace WeChatPlatform.Search;

/// <summary>A question to the knowledge.</summary>
/// <remarks><paramref name="Question"/> is a full question: what leans on a conversation (那个呢？) is rewritten before.</remarks>
public sealed record HybridQuery(string Question, SearchFilter Filter)
{
    /// <summary>Most pieces of evidence, 1 or more.</summary>
    public int Top { get; init; } = 4;

    /// <summary>How many candidates each side gives to the reranker, 1 or more.</summary>
    public int Candidates { get; init; } = 50;

    /// <summary>How long a search may take; a side that is slower is left out, unless it is the only one.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a search waits for the first side, when neither keeps to the budget.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the result says how it came about.</summary>
    public bool Explain { get; init; }
}

/// <summary>What a question found, best first.</summary>
/// <remarks>
/// <paramref name="Degraded"/> are the parts that were not there, of <see cref="Degradations"/>, and <paramref name="Faults"/> why, for a
/// log. Without any side, evidence is empty and <see cref="IsBlind"/>: that says nothing about the knowledge.
/// </remarks>
public sealed record HybridResult(
    IReadOnlyList<FoundEvidence> Evidence, IReadOnlyList<string> Degraded, IReadOnlyList<string> Faults, SearchExplanation? Explanation = null)
{
    /// <summary>Neither side answered.</summary>
    public bool IsBlind { get; init; }
}

/// <summary>A piece of evidence.</summary>
/// <remarks>
/// <paramref name="Confidence"/> is 0 to 1, the share of such pieces that are right: 0.75 answers, 0.55 asks back. <paramref name="Score"/> is the reranker's. <paramref name="Why"/>
/// has words of <see cref="Reasons"/>. Ranks are from 0, absent where that side did not find it.
/// </remarks>
public sealed record FoundEvidence(
    IndexEntry Entry, double Confidence, double Score, int? KeywordRank, int? VectorRank, IReadOnlyList<string> Why);

/// <summary>How a result came about: both rankings as they were, their fusion, the reranker's scores and what was made of them.</summary>
/// <remarks>Each list is best first. <paramref name="Reranker"/> and <paramref name="Embedder"/> are the names of the models in use.</remarks>
public sealed record SearchExplanation(
    string Question,
    IReadOnlyList<SearchHit> Keyword,
    IReadOnlyList<SearchHit> Vector,
    IReadOnlyList<SearchHit> Fusion,
    string Reranker,
    string? Embedder,
    IReadOnlyList<SearchHit> Rerank,
    IReadOnlyList<FoundEvidence> Judged,
    SearchTimes Times);

/// <summary>Milliseconds that each part took; absent for a part that did not answer.</summary>
public sealed record SearchTimes(double? Keyword, double? Vector, double Rerank, double Total);

/// <summary>The words for a part that was not there.</summary>
public static class Degradations
{
    public const string KeywordUnavailable = "keyword_unavailable";
    public const string KeywordSlow = "keyword_slow";
    public const string VectorUnavailable = "vector_unavailable";
    public const string VectorSlow = "vector_slow";
    public const string RerankUnavailable = "rerank_unavailable";
    public const string RerankSlow = "rerank_slow";

    /// <summary>Both sides were slower than the budget and the first one was waited for.</summary>
    public const string OverBudget = "over_budget";
}

/// <summary>The words for what changed a confidence.</summary>
public static class Reasons
{
    /// <summary>The question is one of the entry's wordings: certain.</summary>
    public const string KnownWording = "known_wording";

    /// <summary>The entry is about another fault code, model or size than the question.</summary>
    public const string OtherEntity = "other_entity";

    /// <summary>Another answer fits as well.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>The question does not say what it is about (怎么解决): asked back.</summary>
    public const string NoSubject = "no_subject";

    /// <summary>The message is courtesy or a call for somebody (好的谢谢, 人工客服): not answered from knowledge.</summary>
    public const string NothingAsked = "nothing_asked";
}
