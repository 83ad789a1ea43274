using System.Text.Json;
using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Tests.Conversations;

public sealed class IncomingMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

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
        new IncomingMessage(null, " ", null, new string('x', 10_001), new string('x', 31), null, false, false, null, "left")
        {
            Quoted = new string('x', 10_001), SideSource = new string('x', 31), SideConfidence = 1.01, SenderConfidence = -0.1,
        }.Faults().Count().ShouldBe(10);

    [Theory]
    [InlineData(null, false)]
    [InlineData("text", false)]
    [InlineData("quote", false)]
    [InlineData("image", true)]
    [InlineData("voice", true)]
    [InlineData("link", true)]
    [InlineData("recall", true)]
    [InlineData("made-up", true)]
    public void Only_words_need_content(string? type, bool complete) =>
        Message(type, content: null).Faults().Any().ShouldBe(!complete);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1500.5, 1500.5)]
    [InlineData(-5000, 0)]
    public void An_age_wins_over_the_timestamp(double age, double expected) =>
        (Now - (Message() with { Timestamp = Now.AddDays(-3), AgeMs = age }).SentBy(Now)).TotalMilliseconds.ShouldBe(expected);

    [Fact]
    public void An_age_beyond_all_reason_is_very_old_and_no_fault()
    {
        var message = Message() with { AgeMs = double.MaxValue };

        message.Faults().ShouldBeEmpty();
        message.SentBy(Now).ShouldBe(Now.AddDays(-3650));
    }

    [Theory]
    [InlineData(-90, -90)]
    [InlineData(90, 0)]
    public void A_timestamp_of_the_future_is_now(int minutes, int expected) =>
        (Message() with { Timestamp = Now.AddMinutes(minutes) }).SentBy(Now).ShouldBe(Now.AddMinutes(expected));

    [Theory]
    [InlineData(false, null, "")]
    [InlineData(true, null, "张三")]
    [InlineData(true, 0.5, "张三")]
    [InlineData(true, 0.49, Conversation.UnknownSpeaker)]
    public void In_a_group_words_belong_to_the_sender_when_the_name_is_sure(bool isGroup, double? confidence, string speaker) =>
        (Message() with { IsGroup = isGroup, SenderConfidence = confidence }).Speaker.ShouldBe(speaker);

    [Fact]
    public void A_complete_message_has_no_fault() =>
        new IncomingMessage("m1", "c1", "张三", "你好", "text", null, false, false, null, null).Faults().ShouldBeEmpty();

    [Fact]
    public void A_nul_character_is_taken_out() =>
        new IncomingMessage("m1", "c1", "张三", "你\0好", "text", null, false, false, null, null).WithoutNul().Content.ShouldBe("你好");

    private static IncomingMessage Message(string? type = "text", string? content = "你好") =>
        new("m1", "c1", "张三", content, type, null, false, false, null, null);

    private static IncomingMessage Read(string timestamp) =>
        JsonSerializer.Deserialize<IncomingMessage>($$"""{"id":"m","timestamp":{{timestamp}}}""", Json)!;
}
