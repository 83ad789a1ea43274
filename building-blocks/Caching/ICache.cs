namespace WeChatPlatform.Caching;

/// <summary>
/// Values that can be loaded again at any time, kept near for a while. A replica asks its own memory first, then the store
/// that all replicas share, then the loader. Nothing here fails because the store is away: the loader answers then.
/// </summary>
public interface ICache
{
    /// <summary>
    /// The kept value, or what the loader gives. Callers of one process that ask for the same key at the same time share
    /// one load, which runs in the first caller: its failure is theirs too, its cancellation is not.
    /// </summary>
    /// <remarks>
    /// <paramref name="key"/> is hashed before it leaves the process. <paramref name="load"/> reads committed data only, and
    /// what it gives is shared between callers: an immutable record that survives JSON. Null is never kept.
    /// </remarks>
    ValueTask<T?> GetOrLoadAsync<T>(CacheKind kind, string key, Func<CancellationToken, Task<T?>> load, CancellationToken ct)
        where T : class;

    /// <summary>
    /// Forgets a value on every replica. Called inside the transaction that changes what the value was made of, before its
    /// commit: for <see cref="CacheKind.ChangeTime"/> after the call nobody keeps that key, so that neither a load that began
    /// before the commit nor a crash after it leaves an old value behind. Called while the store is away, it is made up for
    /// before the store is used again.
    /// </summary>
    /// <exception cref="ArgumentException">Values of this kind never change.</exception>
    ValueTask RemoveAsync(CacheKind kind, string key, CancellationToken ct);
}
