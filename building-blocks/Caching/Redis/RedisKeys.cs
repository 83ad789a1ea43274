namespace WeChatPlatform.Caching;

/// <summary>
/// How things are named in Redis: prefix, sort, kind, version, hash of the key. The braces keep what belongs together on
/// one node of a cluster.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    public string Channel { get; } = prefix + "changes";

    public string AllValues { get; } = prefix + "value:*";

    public string Value(string key) => $"{prefix}value:{{{key}}}";

    public string Change(string key) => $"{prefix}change:{{{key}}}";

    public string Counter(string key) => $"{prefix}counter:{{{key}}}";

    public string Lock(string key) => $"{prefix}lock:{{{key}}}";
}
