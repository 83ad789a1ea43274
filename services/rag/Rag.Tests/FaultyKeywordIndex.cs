using WeChatPlatform.Search;

namespace WeChatPlatform.Rag.Tests;

/// <summary>A keyword index that the replicas share and that can be made to do wrong.</summary>
internal sealed class FaultyKeywordIndex : IKeywordIndex, IDisposable
{
    private readonly MemoryKeywordIndex index = new();

    public enum Fault
    {
        None,

        /// <summary>Says that it wrote, and did not.</summary>
        LosesWrites,

        /// <summary>Finds what was retired.</summary>
        FindsTheRetired,

        /// <summary>Does not answer.</summary>
        Away,
    }

    public Fault Now { get; set; }

    public Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct) => Now switch
    {
        Fault.Away => throw new SearchUnavailableException("The test's index is away."),
        Fault.LosesWrites => Task.CompletedTask,
        _ => index.UpsertAsync(entries, ct),
    };

    public Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct) => index.DeleteAsync(entryIds, ct);

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string question, SearchFilter filter, int limit, CancellationToken ct)
    {
        if (Now == Fault.Away)
        {
            throw new SearchUnavailableException("The test's index is away.");
        }

        var hits = await index.SearchAsync(question, filter, limit, ct);
        return Now == Fault.FindsTheRetired
            ? [.. hits, .. await index.SearchAsync(question, filter with { Release = filter.Release - 1 }, limit, ct)]
            : hits;
    }

    public Task<long> CountAsync(CancellationToken ct) => index.CountAsync(ct);

    public void Dispose() => index.Dispose();
}

/// <summary>A model of one direction for each first character, which waits until it may answer.</summary>
internal sealed class WaitingEmbedder(Task allowed) : IEmbedder
{
    public string Name => "waiting/16";

    public int Dimensions => 16;

    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct)
    {
        await allowed.WaitAsync(ct);
        return [.. texts.Select(text => Enumerable.Range(0, Dimensions).Select(at => at == text[0] % 16 ? 1f : 0f).ToArray())];
    }
}
