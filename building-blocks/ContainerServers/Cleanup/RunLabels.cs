namespace WeChatPlatform.ContainerServers.Cleanup;

/// <summary>What every container of a run carries, so that it can be found and taken away by whoever is left.</summary>
internal static class RunLabels
{
    /// <summary>The run's id.</summary>
    public const string Run = "org.wechat-platform.test-run";

    /// <summary>A <see cref="RunOwner"/>.</summary>
    public const string Owner = "org.wechat-platform.test-owner";

    public static Dictionary<string, string> Of(string run, RunOwner owner) => new(StringComparer.Ordinal)
    {
        [Run] = run,
        [Owner] = owner.ToString(),
    };
}
