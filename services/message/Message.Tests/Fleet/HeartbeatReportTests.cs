using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Tests.Fleet;

/// <summary>What of a heartbeat is believed.</summary>
public sealed class HeartbeatReportTests
{
    [Fact]
    public void Everything_that_an_agent_says_is_read()
    {
        var report = Read("""
            {"desktop": "ok", "wx_online": true, "messages_processed": 12, "oldest_undelivered_seconds": 3, "ambiguous_chats": 1,
             "last_verified_send_at": "2026-05-04T16:00:00+08:00", "client_version": "4.1.10.27", "profile": "4.1/3",
             "agent_version": "0.1.0", "os": "Microsoft Windows 10.0.19045", "cpu_percent": 12.5, "memory_percent": 100,
             "disk_percent": 0, "agent_cpu_percent": 130.4, "agent_memory_mb": 41}
            """);

        report.ShouldBe(new HeartbeatReport
        {
            Desktop = "ok",
            WxOnline = true,
            MessagesProcessed = 12,
            OldestUndeliveredSeconds = 3,
            AmbiguousChats = 1,
            LastVerifiedSendAt = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero),
            ClientVersion = "4.1.10.27",
            Profile = "4.1/3",
            AgentVersion = "0.1.0",
            Os = "Microsoft Windows 10.0.19045",
            CpuPercent = 12.5,
            MemoryPercent = 100,
            DiskPercent = 0,
            AgentCpuPercent = 130.4,
            AgentMemoryMb = 41,
        });
    }

    [Theory]
    [InlineData("desktop", "\"<script>\"")]
    [InlineData("desktop", "\"Ok\"")]
    [InlineData("desktop", "7")]
    [InlineData("wx_online", "\"true\"")]
    [InlineData("wx_online", "1")]
    [InlineData("messages_processed", "-1")]
    [InlineData("messages_processed", "1e300")]
    [InlineData("oldest_undelivered_seconds", "9999999999")]
    [InlineData("last_verified_send_at", "\"yesterday\"")]
    [InlineData("last_verified_send_at", "1767600000")]
    [InlineData("ambiguous_chats", "1.5")]
    [InlineData("client_version", "\"4.1'; drop table agents\"")]
    [InlineData("client_version", "\"../../etc\"")]
    [InlineData("client_version", "\"\"")]
    [InlineData("client_version", "\"4.1\\n\"")]
    [InlineData("profile", "\"4.1\\u0000\"")]
    [InlineData("os", "{}")]
    [InlineData("os", "\"\\ud800\"")]
    [InlineData("desktop", "\"\\udc00a\"")]
    [InlineData("last_verified_send_at", "\"2026-03-02T09:00:00Z\\ud800\"")]
    [InlineData("cpu_percent", "100.1")]
    [InlineData("cpu_percent", "-0.1")]
    [InlineData("memory_percent", "\"12\"")]
    [InlineData("disk_percent", "1e999")]
    [InlineData("agent_cpu_percent", "1e9")]
    [InlineData("agent_memory_mb", "null")]
    public void What_is_no_such_value_is_as_if_it_had_not_been_said(string member, string value) =>
        Read($$"""{"{{member}}": {{value}}}""").ShouldBe(new HeartbeatReport());

    [Theory]
    [InlineData("desktop", 51)]
    [InlineData("client_version", 65)]
    [InlineData("profile", 51)]
    [InlineData("agent_version", 51)]
    [InlineData("os", 101)]
    public void A_text_that_is_too_long_is_not_kept(string member, int length)
    {
        Read($$"""{"{{member}}": "{{new string('a', length)}}"}""").ShouldBe(new HeartbeatReport());
        Read($$"""{"{{member}}": "{{new string('a', length - 1)}}"}""").ShouldNotBe(new HeartbeatReport());
    }

    [Fact]
    public void One_bad_value_takes_no_good_one_with_it() =>
        Read("""{"cpu_percent": 900, "memory_percent": 40}""").ShouldBe(new HeartbeatReport { MemoryPercent = 40 });

    [Theory]
    [InlineData("""{"stat\ud800us": {"desktop": "ok"}}""")]
    [InlineData("""{"status": {"o\ud800s": 1, "desktop": "\ud800"}}""")]
    public async Task A_body_that_is_no_text_is_a_sign_of_life_all_the_same(string body)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(body));

        (await HeartbeatReport.ReadAsync(http.Request, TestContext.Current.CancellationToken)).ShouldBe(new HeartbeatReport());
    }

    private static HeartbeatReport Read(string status)
    {
        using var body = JsonDocument.Parse($$"""{"status": {{status}}}""");
        return HeartbeatReport.Of(body.RootElement);
    }
}
