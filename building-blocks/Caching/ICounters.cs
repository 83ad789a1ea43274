using System.Runtime.InteropServices;

namespace WeChatPlatform.Caching;

/// <summary>
/// Numbers that count up for a while and then begin again: attempts of a login, requests of a key. With Redis all replicas
/// count together; while it is away, or without it, each replica counts for itself, going on from the last count it saw.
/// Nothing here fails or waits because the store is away.
/// </summary>
public interface ICounters
{
    /// <summary>
    /// Counts one more and tells the result, in one step: of any number of callers no two get the same count. The first
    /// one opens the window; the counter is gone when the window is over.
    /// </summary>
    /// <remarks>
    /// <paramref name="kind"/> is in kebab case and one of few; <paramref name="key"/> is hashed before it leaves the process.
    /// </remarks>
    ValueTask<CounterValue> AddAsync(string kind, string key, TimeSpan window, CancellationToken ct);

    /// <summary>The count without counting; zero when no window is open.</summary>
    ValueTask<CounterValue> ReadAsync(string kind, string key, CancellationToken ct);

    /// <summary>
    /// Adds an amount to an open window, in one step, and tells the result. Without an open window nothing is added: whoever
    /// keeps the truth opens it by <see cref="SetAsync"/>.
    /// </summary>
    ValueTask<CounterValue> IncreaseAsync(string kind, string key, long by, CancellationToken ct);

    /// <summary>
    /// Sets the counter to what the truth is, if it still stands where the caller saw it: what others counted meanwhile is
    /// not lost. Opens the window when <paramref name="seen"/> says that none was open.
    /// </summary>
    /// <returns>False when it stands elsewhere by now, and nothing was changed.</returns>
    ValueTask<bool> SetAsync(string kind, string key, long count, CounterValue seen, TimeSpan window, CancellationToken ct);

    /// <summary>Closes the window: the next one begins at one.</summary>
    ValueTask ResetAsync(string kind, string key, CancellationToken ct);
}

/// <summary>What a counter stands at.</summary>
/// <remarks>
/// <paramref name="Remaining"/> is what is left of the window; zero when none is open. <paramref name="IsAlone"/> says that the
/// store of all replicas is away: other replicas may have counted what is not in here.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CounterValue(long Count, TimeSpan Remaining, bool IsAlone = false)
{
    public bool IsOpen => Remaining > TimeSpan.Zero;
}
