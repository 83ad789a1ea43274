using System.Globalization;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class TimeRowTests
{
    /// <summary>A Tuesday.</summary>
    private const string Noon = "2026-03-03T12:00:00+08:00";

    [Theory]
    [InlineData("10:23", Noon, "2026-03-03T10:23:00+08:00")]
    [InlineData("9:05", Noon, "2026-03-03T09:05:00+08:00")]
    [InlineData("昨天 10:23", Noon, "2026-03-02T10:23:00+08:00")]
    [InlineData("昨天10:23", Noon, "2026-03-02T10:23:00+08:00")]
    [InlineData("前天 10:23", Noon, "2026-03-01T10:23:00+08:00")]
    [InlineData("Yesterday 10:23", Noon, "2026-03-02T10:23:00+08:00")]
    [InlineData("星期一 10:23", Noon, "2026-03-02T10:23:00+08:00")]
    [InlineData("星期日 10:23", Noon, "2026-03-01T10:23:00+08:00")]
    [InlineData("周天 10:23", Noon, "2026-03-01T10:23:00+08:00")]
    [InlineData("星期二 10:23", Noon, "2026-02-24T10:23:00+08:00")]
    [InlineData("Monday 10:23 AM", Noon, "2026-03-02T10:23:00+08:00")]
    [InlineData("3月1日 10:23", Noon, "2026-03-01T10:23:00+08:00")]
    [InlineData("12月31日 23:59", "2026-01-01T00:10:00+08:00", "2025-12-31T23:59:00+08:00")]
    [InlineData("2025年3月2日 10:23", Noon, "2025-03-02T10:23:00+08:00")]
    [InlineData("2025年3月2日 星期日 10:23", Noon, "2025-03-02T10:23:00+08:00")]
    [InlineData("2025/3/2 10:23", Noon, "2025-03-02T10:23:00+08:00")]
    [InlineData("2025-03-02 10:23", Noon, "2025-03-02T10:23:00+08:00")]
    [InlineData("下午3:05", "2026-03-03T18:00:00+08:00", "2026-03-03T15:05:00+08:00")]
    [InlineData("昨天 晚上9:30", Noon, "2026-03-02T21:30:00+08:00")]
    [InlineData("凌晨12:10", Noon, "2026-03-03T00:10:00+08:00")]
    [InlineData("中午11:40", Noon, "2026-03-03T11:40:00+08:00")]
    [InlineData("中午12:40", "2026-03-03T18:00:00+08:00", "2026-03-03T12:40:00+08:00")]
    [InlineData("10:23 PM", "2026-03-03T23:00:00+08:00", "2026-03-03T22:23:00+08:00")]
    public void A_time_stands_for_an_instant(string text, string now, string expected) =>
        TimeRow.Read(text, At(now)).ShouldBe(At(expected));

    [Theory]
    [InlineData("23:58", "2026-03-03T00:01:00+08:00", "2026-03-02T23:58:00+08:00", "rendered before midnight, read after it")]
    [InlineData("00:01", "2026-03-03T00:01:30+08:00", "2026-03-03T00:01:00+08:00", "just after midnight")]
    [InlineData("10:05", "2026-03-03T10:00:00+08:00", "2026-03-03T10:05:00+08:00", "a clock that is five minutes slow")]
    [InlineData("10:15", "2026-03-03T10:00:00+08:00", "2026-03-02T10:15:00+08:00", "further ahead than clocks differ")]
    [InlineData("00:02", "2026-03-02T23:59:00+08:00", "2026-03-02T00:02:00+08:00", "the day's first minutes, read in its last")]
    public void Midnight_and_clocks_that_differ_are_coped_with(string text, string now, string expected, string because) =>
        TimeRow.Read(text, At(now)).ShouldBe(At(expected), because);

    [Theory]
    [InlineData("你好")]
    [InlineData("25:10")]
    [InlineData("10:61")]
    [InlineData("2月30日 10:00")]
    [InlineData("2027年1月1日 10:00")]
    [InlineData("10:23 见")]
    [InlineData("赵大海加入了群聊")]
    [InlineData("")]
    public void Other_texts_are_no_times(string text) => TimeRow.Read(text, At(Noon)).ShouldBeNull();

    [Fact]
    public void A_clock_that_has_not_reached_midnight_is_corrected_by_the_order_of_the_times()
    {
        MessageRow[] rows = [new(RowKind.Time, "23:50"), new(RowKind.Text, "在吗"), new(RowKind.System, "00:02")];

        TimeRow.Date(rows, At("2026-03-02T23:59:00+08:00")).Select(row => row.At).ShouldBe(
            [At("2026-03-02T23:50:00+08:00"), null, At("2026-03-03T00:02:00+08:00")]);
    }

    [Fact]
    public void A_row_gives_the_same_instant_on_whatever_day_it_is_read()
    {
        var instant = At("2026-02-27T22:10:00+08:00");

        foreach (var (label, now) in new[]
        {
            ("22:10", "2026-02-27T23:00:00+08:00"), ("22:10", "2026-02-28T00:00:01+08:00"), ("昨天 22:10", "2026-02-28T00:05:00+08:00"),
            ("星期五 22:10", "2026-03-03T08:00:00+08:00"), ("2月27日 22:10", "2026-03-20T08:00:00+08:00"),
            ("2026年2月27日 22:10", "2027-03-20T08:00:00+08:00"),
        })
        {
            TimeRow.Read(label, At(now)).ShouldBe(instant, $"{label} read at {now}");
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

public sealed class MessageAgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void While_the_agent_watches_a_message_is_from_now() =>
        Written([Time(-300), Text()], 1, lookedMinutesAgo: 1).ShouldBe(0);

    [Fact]
    public void After_an_absence_a_fresh_row_under_an_old_time_is_old() =>
        Written([Time(-300), Text()], 1, lookedMinutesAgo: 600).ShouldBe(-300);

    [Fact]
    public void It_is_not_older_than_the_last_look_that_did_not_find_it() =>
        Written([Time(-300), Text()], 1, lookedMinutesAgo: 45).ShouldBe(-45);

    [Fact]
    public void The_nearest_time_above_counts() =>
        Written([Time(-300), Text(), Time(-20), Text(), Text()], 4, lookedMinutesAgo: null).ShouldBe(-20);

    [Fact]
    public void Without_a_time_above_the_one_below_is_the_latest_it_can_be() =>
        Written([Text(), Time(-20), Text()], 0, lookedMinutesAgo: null).ShouldBe(-20);

    [Fact]
    public void Without_any_time_it_is_now() => Written([Text()], 0, lookedMinutesAgo: 600).ShouldBe(0);

    [Fact]
    public void A_time_ahead_of_the_clock_is_now() => Written([Time(4), Text()], 1, lookedMinutesAgo: null).ShouldBe(0);

    [Fact]
    public void A_last_look_ahead_of_the_clock_says_nothing() =>
        Written([Time(-300), Text()], 1, lookedMinutesAgo: -30).ShouldBe(-300);

    private static double Written(MessageRow[] rows, int index, int? lookedMinutesAgo) =>
        (MessageAge.WrittenAt(rows, index, lookedMinutesAgo is { } ago ? Now.AddMinutes(-ago) : null, Now) - Now).TotalMinutes;

    private static MessageRow Time(int minutes) => new(RowKind.Time, "…") { At = Now.AddMinutes(minutes) };

    private static MessageRow Text() => new(RowKind.Text, "在吗");
}
