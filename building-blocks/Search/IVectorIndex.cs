namespace WeChatPlatform.Search;

/// <summary>Finds entries by meaning: cosine of unit vectors. Implementations: in process, Milvus.</summary>
/// <remarks>
/// A change is visible to the searches that begin after its call has returned. All vectors of one index have the same number of
/// dimensions; entries without a vector are not kept.
/// </remarks>
public interface IVectorIndex
{
    int Dimensions { get; }

    Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct);

    /// <summary>Entries that are not there are no error.</summary>
    Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct);

    /// <summary>The nearest entries, nearest first, at most <paramref name="limit"/>; the score is the cosine, -1 to 1.</summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(ReadOnlyMemory<float> question, SearchFilter filter, int limit, CancellationToken ct);

    Task<long> CountAsync(CancellationToken ct);
}
