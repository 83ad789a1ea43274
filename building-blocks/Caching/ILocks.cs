namespace WeChatPlatform.Caching;

/// <summary>
/// Keeps replicas from doing the same work twice at the same time. It saves work and protects nothing: a lock ends when its
/// time is over, whether its holder is done or not, there is no fencing, and while the store is away each replica locks for
/// itself. What must not happen twice is guarded by a row of the database.
/// </summary>
public interface ILocks
{
    /// <summary>
    /// The lock, or null when somebody else holds it; never waits for it. Disposing releases it, and only if this caller
    /// still holds it.
    /// </summary>
    /// <remarks><paramref name="kind"/> and <paramref name="key"/> are as in <see cref="ICounters.AddAsync"/>.</remarks>
    ValueTask<IAsyncDisposable?> TryTakeAsync(string kind, string key, TimeSpan expiry, CancellationToken ct);
}
