using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Tests.Session;

public sealed class SessionTests
{
    [Theory]
    [InlineData(1, 0, 1, "Default", SessionState.Interactive)]
    [InlineData(3, 0, -1, "Default", SessionState.Interactive)]
    [InlineData(1, null, null, "Default", SessionState.Interactive)]
    [InlineData(0, 0, 1, "Default", SessionState.Service)]
    [InlineData(2, 4, 1, "Default", SessionState.Disconnected)]
    [InlineData(2, 4, 0, null, SessionState.Disconnected)]
    [InlineData(1, 0, 0, "Default", SessionState.Locked)]
    [InlineData(1, 0, 1, "Winlogon", SessionState.Locked)]
    [InlineData(1, 0, 1, null, SessionState.Locked)]
    public void A_session_takes_keys_only_when_nothing_speaks_against_it(
        int session, int? connection, int? locked, string? desktop, SessionState expected) =>
        new SessionReading(session, connection, locked, desktop).State.ShouldBe(expected);

    [Theory]
    [InlineData(4, 1, 10, 27, "ignored", "4.1.10.27")]
    [InlineData(3, 9, 12, 0, null, "3.9.12.0")]
    [InlineData(0, 0, 0, 0, "4, 1, 10, 27", "4.1.10.27")]
    [InlineData(0, 0, 0, 0, "4.0.6 (release)", "4.0.6")]
    [InlineData(0, 0, 0, 0, "unknown", null)]
    [InlineData(0, 0, 0, 0, "7", null)]
    [InlineData(0, 0, 0, 0, null, null)]
    public void A_version_is_read_as_its_makers_write_it(int major, int minor, int build, int revision, string? text, string? expected) =>
        FileVersions.Of(major, minor, build, revision, text).ShouldBe(expected);

    [Fact]
    public void Pixels_change_their_order_and_lose_what_means_nothing() =>
        Pixels.ToRgb([1, 2, 3, 255, 10, 20, 30, 0]).ShouldBe(new byte[] { 3, 2, 1, 30, 20, 10 });
}
