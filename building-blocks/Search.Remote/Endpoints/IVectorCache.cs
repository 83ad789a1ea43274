namespace WeChatPlatform.Search.Remote;

/// <summary>Keeps the vectors of texts that were embedded before. Keys are hashes; the texts themselves are not kept.</summary>
public interface IVectorCache
{
    /// <summary>What is kept of <paramref name="model"/> for each key, in order; absent where nothing is.</summary>
    Task<IReadOnlyList<float[]?>> GetAsync(string model, IReadOnlyList<string> keys, CancellationToken ct);

    /// <summary>Keeping may fail or be forgotten: a cache is never asked to be right, only to be quick.</summary>
    Task PutAsync(string model, IReadOnlyList<(string Key, float[] Vector)> vectors, CancellationToken ct);
}
