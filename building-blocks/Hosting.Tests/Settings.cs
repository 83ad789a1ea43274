global using static WeChatPlatform.Hosting.Tests.Settings;

namespace WeChatPlatform.Hosting.Tests;

internal static class Settings
{
    /// <summary>Ends what a test awaits when the run is cancelled.</summary>
    public static CancellationToken Ct => TestContext.Current.CancellationToken;
}
