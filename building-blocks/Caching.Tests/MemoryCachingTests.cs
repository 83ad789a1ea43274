namespace WeChatPlatform.Caching.Tests;

public sealed class MemoryCachingTests : CachingCompliance
{
    protected override Task<CacheProcess> StartAsync(params (string Key, string Value)[] settings) =>
        CacheProcess.StartAsync([("Caching:Store", "memory"), .. settings]);
}
