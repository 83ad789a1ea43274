namespace WeChatPlatform.Analytics.Tests;

public class RuleTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Theory]
    [InlineData("2026-03-05T15:59:59Z", "2026-03-05")]
    [InlineData("2026-03-05T16:00:00Z", "2026-03-06")]
    public void A_day_begins_at_midnight_of_the_zone(string now, string day) =>
        Days.Today(DateTimeOffset.Parse(now, null), Shanghai).ShouldBe(DateOnly.Parse(day, null));

    [Fact]
    public void The_start_of_a_day_is_an_instant_in_utc() =>
        Days.StartOf(new DateOnly(2026, 3, 6), Shanghai).ShouldBe(new DateTimeOffset(2026, 3, 5, 16, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Where_clocks_jump_over_midnight_the_day_begins_when_they_land() =>
        Days.StartOf(new DateOnly(2018, 11, 4), TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo"))
            .ShouldBe(new DateTimeOffset(2018, 11, 4, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Where_clocks_go_back_to_midnight_the_day_begins_with_the_first() =>
        Days.StartOf(new DateOnly(2018, 11, 4), TimeZoneInfo.FindSystemTimeZoneById("America/Havana"))
            .ShouldBe(new DateTimeOffset(2018, 11, 4, 4, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(366, true)]
    [InlineData(367, false)]
    [InlineData(-1, false)]
    public void Days_asked_for_are_1_to_366(int days, bool fine) => (GetMessageStats.Refusal(days) is null).ShouldBe(fine);

    [Theory]
    [InlineData("Asia/Shanghai", true)]
    [InlineData("UTC", true)]
    [InlineData("Asia/Nowhere", false)]
    [InlineData("China Standard Time", false)]
    public void Only_iana_zones_are_accepted(string zone, bool fine) =>
        new TimeZoneValidator().Validate(null, new AnalyticsOptions { TimeZone = zone }).Succeeded.ShouldBe(fine);

    [Fact]
    public void A_contact_is_the_same_for_the_same_sender() =>
        MessageFact.ContactOf("a", "c", "张三").ShouldBe(MessageFact.ContactOf("a", "c", "张三"));

    [Theory]
    [InlineData("a", "c", "李四")]
    [InlineData("a", "c张", "三")]
    [InlineData("ac", "", "张三")]
    [InlineData("b", "c", "张三")]
    public void Another_agent_chat_or_sender_is_another_contact(string agent, string chat, string sender) =>
        MessageFact.ContactOf(agent, chat, sender).ShouldNotBe(MessageFact.ContactOf("a", "c", "张三"));
}
