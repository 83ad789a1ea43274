namespace WeChatPlatform.Search.Remote;

/// <summary>A cache of this process: the last so many vectors, whichever were used last.</summary>
public sealed class MemoryVectorCache(int capacity) : IVectorCache
{
    private readonly Lock _sync = new();
    private readonly Dictionary<(string Model, string Key), LinkedListNode<Kept>> _byKey = [];
    private readonly LinkedList<Kept> _byUse = [];

    public Task<IReadOnlyList<float[]?>> GetAsync(string model, IReadOnlyList<string> keys, CancellationToken ct)
    {
        lock (_sync)
        {
            return Task.FromResult<IReadOnlyList<float[]?>>([.. keys.Select(key => Find(model, key))]);
        }
    }

    public Task PutAsync(string model, IReadOnlyList<(string Key, float[] Vector)> vectors, CancellationToken ct)
    {
        lock (_sync)
        {
            foreach (var (key, vector) in vectors)
            {
                if (_byKey.Remove((model, key), out var former))
                {
                    _byUse.Remove(former);
                }

                _byKey[(model, key)] = _byUse.AddFirst(new Kept(model, key, vector));
            }

            while (_byKey.Count > capacity && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _byKey.Remove((oldest.Value.Model, oldest.Value.Key));
            }
        }

        return Task.CompletedTask;
    }

    private float[]? Find(string model, string key)
    {
        if (!_byKey.TryGetValue((model, key), out var kept))
        {
            return null;
        }

        _byUse.Remove(kept);
        _byUse.AddFirst(kept);
        return kept.Value.Vector;
    }

    private sealed record Kept(string Model, string Key, float[] Vector);
}
