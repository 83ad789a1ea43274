namespace WeChatPlatform.Search;

/// <summary>Orders candidates by how well they answer a question. Implementations: built in, a /rerank endpoint.</summary>
public interface IReranker
{
    /// <summary>Names the model; confidences are calibrated for each name.</summary>
    string Name { get; }

    /// <summary>One score for each candidate, in order, 0 to 1.</summary>
    /// <exception cref="SearchUnavailableException">The endpoint did not answer, refused or answered nonsense.</exception>
    Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<RerankCandidate> candidates, CancellationToken ct);
}

/// <summary>What a reranker sees of an entry, with its ranks on both sides (from 0; absent where that side did not find it).</summary>
public sealed record RerankCandidate(IndexEntry Entry, int? KeywordRank, int? VectorRank, double KeywordScore, double VectorScore);
