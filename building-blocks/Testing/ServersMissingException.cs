using WeChatPlatform.LocalServers;
using Xunit.v3;

namespace WeChatPlatform.Testing;

/// <summary>
/// A test needs a server that is not installed here: the test is skipped, visibly. Under ./test.sh, which installs the
/// servers and says so with REQUIRE_TEST_SERVERS=1, it fails.
/// </summary>
public sealed class ServersMissingException(ServerNotInstalledException cause)
    : Exception((Required ? "" : DynamicSkipToken.Value) + cause.English, cause)
{
    private static bool Required => Environment.GetEnvironmentVariable("REQUIRE_TEST_SERVERS") == "1";
}
