using StackExchange.Redis;

namespace WeChatPlatform.Caching;

internal static class RedisScript
{
    /// <summary>Runs a script in one step of the server, which knows it by its hash after the first time.</summary>
    public static async Task<RedisResult> RunAsync(IDatabase redis, string script, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await redis.ScriptEvaluateAsync(script, keys, values);
        }
        catch (RedisServerException refusal) when (refusal.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // A server that was restarted has forgotten it; the client learns that from this refusal and sends it anew.
            return await redis.ScriptEvaluateAsync(script, keys, values);
        }
    }
}
