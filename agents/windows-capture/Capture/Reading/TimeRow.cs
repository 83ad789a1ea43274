using System.Globalization;
using System.Text.RegularExpressions;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Times between messages: "10:23", "昨天 10:23", "星期二 10:23", "3月2日 10:23", "2025年3月2日 10:23" and their likes.</summary>
internal static partial class TimeRow
{
    /// <summary>
    /// The clock that made the times may run ahead of this one by so much: a time that is not further ahead is of today and
    /// not of yesterday.
    /// </summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    private const int DaysOfWeek = 7;
    private const int Noon = 12;
    private const string Weekdays = "日一二三四五六";

    /// <summary>
    /// The instant that a time row stands for, to the minute; at most <see cref="Skew"/> after now. Null for any other text.
    /// The same row gives the same instant on every day, however it is labelled.
    /// </summary>
    /// <param name="text">The row.</param>
    /// <param name="now">The time of the reading, with the offset of the PC's time zone.</param>
    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (text.Length > 40 || Form().Match(text.Trim()) is not { Success: true } form || ClockOf(form) is not { } clock)
        {
            return null;
        }

        var instant = DayOf(form, now) is { } day
            ? new DateTimeOffset(day.ToDateTime(clock), now.Offset)
            : NewestNotAhead(clock, now);
        return instant > now + Skew ? null : instant;
    }

    /// <summary>
    /// The rows with the instants of their times. A list is in order, so a time that seems to lie before the one above it is
    /// of the day after: 23:58 and then 00:02, read by a clock that has not reached midnight.
    /// </summary>
    public static IReadOnlyList<MessageRow> Date(IReadOnlyList<MessageRow> rows, DateTimeOffset now)
    {
        var dated = new List<MessageRow>(rows.Count);
        DateTimeOffset? above = null;
        foreach (var row in rows)
        {
            if (row.Kind == RowKind.Text || Read(row.Text, now) is not { } at)
            {
                dated.Add(row);
                continue;
            }

            at = at < above && at.AddDays(1) <= now + Skew ? at.AddDays(1) : at;
            above = at;
            dated.Add(row with { Kind = RowKind.Time, At = at });
        }

        return dated;
    }

    // A bare time is of today, or of yesterday when midnight passed since it was rendered.
    private static DateTimeOffset NewestNotAhead(TimeOnly clock, DateTimeOffset now)
    {
        var today = new DateTimeOffset(DateOnly.FromDateTime(now.DateTime).ToDateTime(clock), now.Offset);
        return today > now + Skew ? today.AddDays(-1) : today;
    }

    /// <summary>The day that is named; null when none is. A day that does not exist gives a day after now.</summary>
    private static DateOnly? DayOf(Match form, DateTimeOffset now)
    {
        // A row that was rendered before midnight names its day as it was then; the skew of a few minutes is not resolved.
        var today = DateOnly.FromDateTime(now.DateTime);
        if (form.Groups["back"] is { Success: true } back)
        {
            return today.AddDays(back.Value is "前天" ? -2 : back.Value is "今天" or "Today" ? 0 : -1);
        }

        if (form.Groups["weekday"] is { Success: true } weekday)
        {
            var wanted = Weekdays.IndexOf(weekday.Value[^1] == '天' ? '日' : weekday.Value[^1], StringComparison.Ordinal);
            if (wanted < 0)
            {
                wanted = (int)Enum.Parse<DayOfWeek>(weekday.Value, ignoreCase: true);
            }

            var days = ((int)today.DayOfWeek - wanted + DaysOfWeek) % DaysOfWeek;
            return today.AddDays(-(days == 0 ? DaysOfWeek : days));
        }

        if (!form.Groups["month"].Success)
        {
            return null;
        }

        var month = Number(form, "month");
        var dayOfMonth = Number(form, "day");
        var year = form.Groups["year"].Success ? Number(form, "year") : today.Year;
        if (Day(year, month, dayOfMonth) is not { } date)
        {
            return DateOnly.MaxValue.AddDays(-2);
        }

        // Without a year it is the newest such day: "12月31日" on the first of January is of last year.
        return date > today.AddDays(1) && !form.Groups["year"].Success ? Day(year - 1, month, dayOfMonth) ?? date : date;
    }

    private static DateOnly? Day(int year, int month, int day) =>
        year is >= 1 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static TimeOnly? ClockOf(Match form)
    {
        var hour = Number(form, "hour");
        var minute = Number(form, "minute");
        var part = form.Groups["part"].Value;
        var half = form.Groups["half"].Value;
        if (part is "下午" or "晚上" or "中午" || half.Equals("PM", StringComparison.OrdinalIgnoreCase))
        {
            // Noon begins at eleven in some renderings: "中午11:40".
            hour += hour < Noon && !(part is "中午" && hour > Noon - 3) ? Noon : 0;
        }
        else if ((part is "上午" or "凌晨" or "早上" || half.Equals("AM", StringComparison.OrdinalIgnoreCase)) && hour == Noon)
        {
            hour = 0;
        }

        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    private static int Number(Match form, string group) => int.Parse(form.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """
        ^(?:
            (?<back>昨天|前天|今天|Yesterday|Today)\s*
          | (?<weekday>(?:星期|周)[日天一二三四五六]|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)\s*
          | (?:(?<year>\d{4})年)?(?<month>\d{1,2})月(?<day>\d{1,2})日\s*
          | (?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})\s+
          | (?<month>\d{1,2})/(?<day>\d{1,2})\s+
        )?
        (?:(?:星期|周)[日天一二三四五六]\s*)?
        (?<part>凌晨|早上|上午|中午|下午|晚上)?\s*
        (?<hour>\d{1,2})[:：](?<minute>\d{2})(?:[:：]\d{2})?
        (?:\s*(?<half>AM|PM))?$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        5_000)]
    private static partial Regex Form();
}
