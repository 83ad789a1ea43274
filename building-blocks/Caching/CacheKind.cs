using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Caching;

/// <summary>Values of one sort: they share a shape and a time to live, and are counted together.</summary>
public sealed partial record CacheKind
{
    /// <summary>
    /// How long a removed key is not kept by anybody: longer than the transaction that removed it takes to commit. A load that
    /// takes more than half of it is not kept either.
    /// </summary>
    public static readonly TimeSpan ChangeTime = TimeSpan.FromSeconds(30);

    /// <remarks>
    /// <paramref name="name"/> is in kebab case and becomes a label of the metrics, so there are few. <paramref name="version"/>
    /// counts up when the shape of the values changes: replicas of two versions then never read each other's.
    /// </remarks>
    public CacheKind(string name, int version, TimeSpan timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(version);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);
        Name = Checked(name);
        Version = version;
        TimeToLive = timeToLive;
    }

    public string Name { get; }

    public int Version { get; }

    /// <summary>At most this long after it was stored a value is loaded again.</summary>
    public TimeSpan TimeToLive { get; }

    /// <summary>
    /// How long one replica may hold up the others while it loads a key; absent means that each replica loads for itself.
    /// For loads that cost much more than two calls of the store.
    /// </summary>
    public TimeSpan? LoadLock { get; init; }

    /// <summary>
    /// Kept by each process for itself, for the whole time to live and also while the store is away. For what is computed
    /// sooner than fetched, and only when a key names the version of what its value was made of: such a value never changes,
    /// and nothing removes it.
    /// </summary>
    public bool LocalOnly { get; init; }

    internal string KeyOf(string key) => KeyOf($"{Name}:{Version}", key);

    // A key may hold what identifies a person, so it is not readable in the store. 128 bits of the hash keep keys apart.
    internal static string KeyOf(string kind, string key) =>
        $"{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}";

    internal static string Checked(string name) => NamePattern().IsMatch(name)
        ? name
        : throw new ArgumentException($"'{name}' is no name in kebab case.", nameof(name));

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
