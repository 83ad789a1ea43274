namespace WeChatPlatform.Search.Remote;

/// <summary>Gives entries their vectors.</summary>
public static class EntryEmbedding
{
    /// <summary>The entries in order, each with the vector of what <paramref name="textOf"/> says it is about.</summary>
    public static async Task<IReadOnlyList<IndexEntry>> WithVectorsAsync(
        IEmbedder embedder, IReadOnlyList<IndexEntry> entries, Func<IndexEntry, string> textOf, CancellationToken ct)
    {
        var vectors = await embedder.EmbedAsync([.. entries.Select(textOf)], ct);
        return [.. entries.Zip(vectors, (entry, vector) => entry with { Vector = vector })];
    }
}
