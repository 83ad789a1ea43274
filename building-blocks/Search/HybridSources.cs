namespace WeChatPlatform.Search;

/// <summary>What a search works with.</summary>
/// <remarks>
/// Either side may be missing, not both. <paramref name="Statistics"/> are of the entries that are searched; they feed the built-in
/// reranker. <paramref name="Entries"/> gives an entry's content by its id, and null for one that is gone.
/// </remarks>
public sealed record HybridSources(CorpusStatistics Statistics, Func<Guid, IndexEntry?> Entries)
{
    public IKeywordIndex? Keyword { get; init; }

    /// <summary>Needs <see cref="Embedder"/>.</summary>
    public IVectorIndex? Vector { get; init; }

    /// <summary>The one that made the vectors of <see cref="Vector"/>.</summary>
    public IEmbedder? Embedder { get; init; }

    /// <summary>A model that reranks; absent: the built-in one, which also stands in when the model does not answer.</summary>
    public IReranker? Reranker { get; init; }

    /// <summary>What the scores of <see cref="Reranker"/> mean.</summary>
    public Confidence ModelConfidence { get; init; } = Confidence.OfModel;
}
