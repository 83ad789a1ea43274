global using static WeChatPlatform.Hosting.Tests.Settings;

namespace WeChatPlatform.Hosting.Tests;

internal static class Settings
{
    /// <summary>Ends what a test awaits when the run is cancelled.</summary>
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Dictionary<string, string?> FreePorts => new()
    {
        ["Hosting:Url"] = "http://127.0.0.1:0",
        ["Hosting:ManagementUrl"] = "http://127.0.0.1:0",
        ["Messaging:Transport"] = "memory",
        ["Edge:SigningKey"] = "a-secret-of-the-tests-0123456789-abc",
    };
}
