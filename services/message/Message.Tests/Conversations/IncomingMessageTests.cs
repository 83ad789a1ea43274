using System.Text.Json;
using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Tests.Conversations;

public sealed class IncomingMessageTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    [Theory]
    [InlineData("\"2026-01-02T03:04:05+08:00\"", "2026-01-01T19:04:05Z")]
    [InlineData("1767225600", "2026-01-01T00:00:00Z")]
    [InlineData("1767225600000", "2026-01-01T00:00:00Z")]
    [InlineData("\"1767225600\"", "2026-01-01T00:00:00Z")]
    public void A_timestamp_may_be_iso_or_seconds_or_milliseconds(string json, string expected) =>
        Read(json).Timestamp.ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void A_timestamp_may_be_left_out(string json) => Read(json).Timestamp.ShouldBeNull();

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("1e300")]
    [InlineData("true")]
    public void A_timestamp_that_is_none_is_refused(string json) => Should.Throw<JsonException>(() => Read(json));

    [Fact]
    public void All_faults_are_listed_at_once() =>
        new IncomingMessage(null, " ", null, "", new string('x', 31), null, false, false, null, "left").Faults().Count().ShouldBe(6);

    [Fact]
    public void A_complete_message_has_no_fault() =>
        new IncomingMessage("m1", "c1", "张三", "你好", "text", null, false, false, null, null).Faults().ShouldBeEmpty();

    [Fact]
    public void A_nul_character_is_taken_out() =>
        new IncomingMessage("m1", "c1", "张三", "你\0好", "text", null, false, false, null, null).WithoutNul().Content.ShouldBe("你好");

    private static IncomingMessage Read(string timestamp) =>
        JsonSerializer.Deserialize<IncomingMessage>($$"""{"id":"m","timestamp":{{timestamp}}}""", Json)!;
}
