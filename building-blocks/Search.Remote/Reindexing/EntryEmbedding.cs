namespace WeChatPlatform.Search.Remote;

/// <summary>Gives entries their vectors.</summary>
public static class EntryEmbedding
{
    /// <summary>The entries in order, each with the vector of what <see cref="EntryText.ForEmbedding"/> says it is about.</summary>
    public static async Task<IReadOnlyList<IndexEntry>> WithVectorsAsync(
        this IEmbedder embedder, IReadOnlyList<IndexEntry> entries, CancellationToken ct)
    {
        var vectors = await embedder.EmbedAsync([.. entries.Select(EntryText.ForEmbedding)], ct);
        return [.. entries.Zip(vectors, (entry, vector) => entry with { Vector = vector })];
    }
}
