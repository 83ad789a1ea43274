using WeChatPlatform.Message.Gate;

namespace WeChatPlatform.Message.Tests.Gate;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("23:00-07:00", 15, 0, true)]
    [InlineData("23:00-07:00", 22, 59, true)]
    [InlineData("23:00-07:00", 23, 0, false)]
    [InlineData("23:00-07:00", 14, 59, false)]
    [InlineData("12:00-13:30", 4, 0, true)]
    [InlineData("12:00-13:30", 5, 30, false)]
    [InlineData("12:00-13:30", 3, 59, false)]
    [InlineData("", 15, 0, false)]
    public void Hours_are_quiet_in_their_own_zone_and_over_midnight(string hours, int utcHour, int utcMinute, bool quiet) =>
        QuietHours.Contain(new MessageOptions { QuietHours = hours }, new DateTimeOffset(2026, 3, 5, utcHour, utcMinute, 0, TimeSpan.Zero))
            .ShouldBe(quiet);

    [Fact]
    public void Another_zone_is_quiet_at_another_time() =>
        QuietHours.Contain(
            new MessageOptions { QuietHours = "23:00-07:00", TimeZone = "Europe/Berlin" }, new DateTimeOffset(2026, 3, 5, 15, 0, 0, TimeSpan.Zero))
            .ShouldBeFalse();

    [Theory]
    [InlineData("23:00-23:00")]
    [InlineData("24:00-07:00")]
    [InlineData("23-7")]
    public void Hours_that_say_nothing_are_refused_at_start(string hours)
    {
        var options = new MessageOptions { QuietHours = hours };

        (new MessageOptionsValidator().Validate(null, options).Failed || new MessageOptionsConsistency().Validate(null, options).Failed).ShouldBeTrue();
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_refused_at_start() =>
        new MessageOptionsConsistency().Validate(null, new MessageOptions { TimeZone = "Mars/Olympus" }).Failed.ShouldBeTrue();
}
