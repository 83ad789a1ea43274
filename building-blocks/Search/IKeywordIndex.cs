using System.Runtime.InteropServices;

namespace WeChatPlatform.Search;

/// <summary>One hit of one side, with the score of that side: comparable only among hits of the same search.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SearchHit(Guid EntryId, double Score);

/// <summary>Finds entries by words. Implementations: in process, Elasticsearch.</summary>
/// <remarks>A change is visible to the searches that begin after its call has returned.</remarks>
public interface IKeywordIndex
{
    Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct);

    /// <summary>Entries that are not there are no error.</summary>
    Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct);

    /// <summary>The best hits, best first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string question, SearchFilter filter, int limit, CancellationToken ct);

    Task<long> CountAsync(CancellationToken ct);
}
