using System.Buffers;
using System.Globalization;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Days and times of the day: 2026年1月18日, 2026-01-18, 一月十八, 18号, 明天, 下周三, 周一至周五, 双十一, 9:00, 晚上8点半. Words such as
/// tomorrow become the day they mean, so that they agree with a date in the evidence and with nothing else.
/// </summary>
internal static class DayReader
{
    private const int Evening = 12;
    private const int MinutesAnHour = 60;
    private const string NotADay = "楼线电店门机仓库柜口位码色桩包院铺馆";

    // What a number before 号 counts when it is no day: 第3号, 5号电池.
    private const string Numbering = "第订单编型序账工房";

    private static readonly Words<int> Relative = new(
    [
        ("大后天", 3), ("后天 后日", 2), ("明天 明日 明早 明晚 明晨 明儿 tomorrow tmr", 1), ("今天 今日 今晚 今早 今儿 today tonight", 0),
        ("昨天 昨日 昨晚 yesterday", -1), ("大前天", -3), ("前天 前日", -2),
    ]);

    private static readonly Words<string> Periods = new(
    [
        ("次日 第二天 隔天 隔日 翌日 次晨 转天 next_day", "next_day"),
        ("第三天", "third_day"),
        ("本周内 这周内 本周 这周 这个星期 本星期 这个礼拜 this_week", "this_week"),
        ("下周内 下周 下星期 下个星期 下礼拜 下个礼拜 next_week", "next_week"),
        ("下下周", "week_after"),
        ("上周 上星期 上个星期", "last_week"),
        ("本月内 本月 这个月 当月 this_month", "this_month"),
        ("下个月 下月 次月 next_month", "next_month"),
        ("上个月 上月", "last_month"),
        ("月底 月末 end_of_month", "month_end"), ("月初", "month_start"), ("月中旬 月中", "month_middle"),
        ("年底 年末", "year_end"), ("年初", "year_start"),
        ("双十一 双11 双十一期间", "double_eleven"), ("双十二 双12", "double_twelve"), ("春节 过年 大年初一", "spring_festival"), ("国庆 国庆节 十一假期", "national_day"),
        ("元旦 元旦节", "new_year"), ("中秋 中秋节", "mid_autumn"), ("端午 端午节", "dragon_boat"), ("清明 清明节", "qingming"), ("五一 劳动节 51假期", "labour_day"),
        ("元宵 元宵节", "lantern"), ("圣诞 圣诞节", "christmas"), ("除夕", "new_years_eve"), ("黑五 黑色星期五", "black_friday"), ("女神节 妇女节 三八节", "march_8"),
        ("法定节假日 节假日 法定假日 节日", "holiday"),
        ("暑假", "summer_holiday"), ("寒假", "winter_holiday"),
    ]);

    private static readonly Words<int> Months = new(
    [
        ("january jan", 1), ("february feb", 2), ("march mar", 3), ("april apr", 4), ("may", 5), ("june jun", 6), ("july jul", 7),
        ("august aug", 8), ("september sept sep", 9), ("october oct", 10), ("november nov", 11), ("december dec", 12),
    ]);

    private static readonly Words<int> Weekdays = new(
        "一二三四五六日".Select((name, index) => ($"周{name} 星期{name} 礼拜{name}", index + 1))
            .Concat([("周末 双休日 weekend weekends", 6), ("周天 星期天 礼拜天", 7), ("monday", 1), ("tuesday", 2), ("wednesday", 3), ("thursday", 4), ("friday", 5), ("saturday", 6), ("sunday", 7)]));

    private static readonly string[] EveningWords = ["下午", "晚上", "晚间", "傍晚", "午后", "夜里", "今晚", "明晚", "晚", "夜间"];

    private static readonly string[] MorningWords = ["上午", "早上", "早晨", "清晨", "凌晨", "中午", "早", "明早"];

    // Today is said of anything; it promises something with a verb of doing.
    private static readonly SearchValues<char> Doing = SearchValues.Create("发到送寄出安上完处退回截活优货开营修装派取付赔换下");

    public static Claim? TryRead(GuardText text, int at, DateOnly today) =>
        Clock(text, at) ?? Written(text, at) ?? WeekdayOf(text, at, today) ?? RelativeDay(text, at, today) ?? YearOf(text, at, today) ?? Named(text, at) ?? English(text, at);

    private static Claim? RelativeDay(GuardText text, int at, DateOnly today)
    {
        if (!Relative.TryMatch(text, at, out var word, out var days))
        {
            return null;
        }

        var end = at + word.Length;
        return days == 0 && text.Clause(at).AsSpan().IndexOfAny(Doing) < 0 && char.IsAsciiLetter(word[0]) is false
            ? null
            : Of(today.AddDays(days), at, end);
    }

    private static Claim? YearOf(GuardText text, int at, DateOnly today) =>
        text[at + 1] == '年' && text[at] is '今' or '明' or '去' or '后'
            ? Day(new DayParts(today.Year + (text[at] switch { '今' => 0, '明' => 1, '去' => -1, _ => 2 }), 0, 0), at, at + 2)
            : null;

    private static Claim? Named(GuardText text, int at) =>
        Periods.TryMatch(text, at, out var word, out var key)
            ? new Claim(ClaimKind.Period, "", at, at + word.Length) { Key = key }
            : null;

    private static Claim? English(GuardText text, int at) =>
        Months.TryMatch(text, at, out var word, out var month)
        && Numeral.TryRead(text, at + word.Length + (text[at + word.Length] is ' ' ? 1 : 2), out var day) && day.Low is >= 1 and <= 31
            ? Day(new DayParts(0, month, (int)day.Low), at, day.End)
            : null;

    private static Claim? WeekdayOf(GuardText text, int at, DateOnly today)
    {
        var start = at;
        (var week, at) = text[at] switch
        {
            '下' when text[at + 1] == '下' => (2, at + 2),
            '下' => (1, at + (text[at + 1] == '个' ? 2 : 1)),
            '上' => (-1, at + (text[at + 1] == '个' ? 2 : 1)),
            '本' or '这' => (0, at + (text[at + 1] == '个' ? 2 : 1)),
            _ => (0, at),
        };
        var relative = at > start;
        if (!Weekdays.TryMatch(text, at, out var word, out var weekday))
        {
            return null;
        }

        var end = at + word.Length;
        if (relative)
        {
            var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
            return Of(monday.AddDays((7 * week) + weekday - 1), start, end);
        }

        var last = weekday;
        if (text[end] is '至' or '到' or '-' or '~')
        {
            if (Weekdays.TryMatch(text, end + 1, out var other, out var otherDay))
            {
                (last, end) = (otherDay, end + 1 + other.Length);
            }
            else if ("一二三四五六日".IndexOf(text[end + 1], StringComparison.Ordinal) is >= 0 and var index)
            {
                (last, end) = (index + 1, end + 2);
            }
        }

        last = word is "周末" or "双休日" or "weekend" or "weekends" ? 7 : last;
        return new Claim(ClaimKind.Weekday, "", start, end) { Low = weekday, High = last < weekday ? last + 7 : last };
    }

    private static Claim? Written(GuardText text, int at)
    {
        if (text[at - 1] is '第' or '.' or '¥' or '-' || char.IsAsciiLetterOrDigit(text[at - 1]) || !Numeral.TryRead(text, at, out var first))
        {
            return null;
        }

        // 2026.1.18: the number took 2026.1 for a decimal.
        if (text[first.End] == '.' && first.Digits.Split('.') is [{ Length: 4 } year, { Length: 1 or 2 } month]
            && Numeral.TryRead(text, first.End + 1, out var last) && last.Low is >= 1 and <= 31
            && int.Parse(month, CultureInfo.InvariantCulture) is >= 1 and <= 12 and var named)
        {
            return Day(new DayParts(int.Parse(year, CultureInfo.InvariantCulture), named, (int)last.Low), at, last.End);
        }

        var value = first.Low;
        if (first.IsRange() || value != decimal.Truncate(value))
        {
            return null;
        }

        if (text[first.End] == '年' && first.Digits.Length is 4 or 2 && IsYear(first))
        {
            return AfterYear(text, at, first);
        }

        if (first.Digits.Length == 4 && text[first.End] is '-' or '/' && value is >= 1900 and <= 2100)
        {
            return Separated(text, at, (int)value, first.End);
        }

        if (text[first.End] == '/' && value is >= 1 and <= 12 && Numeral.TryRead(text, first.End + 1, out var slashed) && slashed.Low is >= 1 and <= 31
            && slashed.Digits.Length is 1 or 2 && slashed.Low == decimal.Truncate(slashed.Low) && text[slashed.End] is not '/' && !Units.All.TryMatch(text, slashed.End, out _, out _))
        {
            return Day(new DayParts(0, (int)value, (int)slashed.Low), at, slashed.End);
        }

        if (text[first.End] == '月' && value is >= 1 and <= 12)
        {
            return AfterMonth(text, at, 0, (int)value, first.End + 1);
        }

        return value is >= 1 and <= 31 && IsDayMark(text, at, first.End)
            ? Day(new DayParts(0, 0, (int)value), at, first.End + 1)
            : null;
    }

    private static bool IsRange(this Numeral numeral) => numeral.Low != numeral.High;

    private static bool IsYear(Numeral number) => number.Digits.Length == 4 && number.Low is >= 1900 and <= 2100;

    private static bool IsDayMark(GuardText text, int at, int end) => text[end] switch
    {
        '号' => !NotADay.Contains(text[end + 1], StringComparison.Ordinal) && !Numbering.Contains(text[at - 1], StringComparison.Ordinal),
        '日' => !(text[end + 1] is '内' or '后' or '之' or '以' or '无' or '达' or '左' or '起'),
        _ => false,
    };

    private static Claim AfterYear(GuardText text, int at, Numeral year)
    {
        var next = year.End + 1;
        return Numeral.TryRead(text, next, out var month) && text[month.End] == '月' && month.Low is >= 1 and <= 12
            ? AfterMonth(text, at, (int)year.Low, (int)month.Low, month.End + 1)
            : Day(new DayParts((int)year.Low, 0, 0), at, next);
    }

    private static Claim AfterMonth(GuardText text, int at, int year, int month, int next)
    {
        if (text[next] == '份')
        {
            return Day(new DayParts(year, month, 0), at, next + 1);
        }

        if (!Numeral.TryRead(text, next, out var day) || day.Low is < 1 or > 31 || day.IsRange())
        {
            return Day(new DayParts(year, month, 0), at, next);
        }

        return Day(new DayParts(year, month, (int)day.Low), at, day.End + (text[day.End] is '日' or '号' ? 1 : 0));
    }

    private static Claim? Separated(GuardText text, int at, int year, int separator)
    {
        var mark = text[separator];
        if (!Numeral.TryRead(text, separator + 1, out var month))
        {
            return null;
        }

        return month.Low is >= 1 and <= 12 && text[month.End] == mark && Numeral.TryRead(text, month.End + 1, out var day) && day.Low is >= 1 and <= 31
            ? Day(new DayParts(year, (int)month.Low, (int)day.Low), at, day.End)
            : null;
    }

    private static Claim? Clock(GuardText text, int at)
    {
        if (text[at - 1] is '.' or '第' || (text[at - 1] == ':' && char.IsAsciiDigit(text[at - 2])) || char.IsAsciiLetterOrDigit(text[at - 1]) || (!char.IsAsciiDigit(text[at]) && Numeral.Digit(text[at - 1]) >= 0)
            || !Numeral.TryRead(text, at, out var hour) || hour.Low is < 0 or > 24 || hour.Low != decimal.Truncate(hour.Low) || hour.IsRange())
        {
            return null;
        }

        var evening = EveningWords.Any(word => text.EndsAt(at, word));
        var morning = !evening && MorningWords.Any(word => text.EndsAt(at, word));
        var next = hour.End;
        decimal minute;
        if (text[next] == ':' && char.IsAsciiDigit(text[next + 1]) && char.IsAsciiDigit(text[next + 2]) && !char.IsAsciiDigit(text[next + 3]))
        {
            minute = ((text[next + 1] - '0') * 10) + text[next + 2] - '0';
            next += 3;
        }
        else if (text[next] is '点' or '时' && IsClockTime(text, at, next, hour.Chinese, evening || morning))
        {
            (minute, next) = MinuteAfter(text, next + 1);
        }
        else
        {
            return null;
        }

        var pm = evening && hour.Low < Evening;
        var minutes = ((hour.Low + (pm ? Evening : 0)) * MinutesAnHour) + minute;
        return minute > 59 ? null : new Claim(ClaimKind.TimeOfDay, evening || morning || hour.Low > Evening ? "exact" : "", at, next) { Low = minutes, High = minutes };
    }

    // 两点说明 are two remarks, 晚上八点 and 8点到 are times.
    private static bool IsClockTime(GuardText text, int at, int mark, bool chinese, bool named)
    {
        var after = text[mark + 1];
        return named
            || after is '半' or '整' or '钟' or '前' or '后' or '至' or '到' or '-' or '~' or '左' or '之' or '下' or '开' or '截' or '停' or '关'
            || (Numeral.Digit(after) >= 0 || char.IsAsciiDigit(after) || after == '十') && !(chinese && text[mark] == '点' && Numeral.Digit(text[mark + 2]) < 0 && text[mark + 2] is not '十' and not '分')
            || text[at - 1] is '至' or '到' or '-' or '~';
    }

    private static (decimal Minute, int End) MinuteAfter(GuardText text, int at) => text[at] switch
    {
        '半' => (30, at + 1),
        '整' or '钟' => (0, at + 1),
        '一' or '三' when text[at + 1] == '刻' => (text[at] == '一' ? 15 : 45, at + 2),
        _ => Numeral.TryRead(text, at, out var minute) && minute.Low < MinutesAnHour && (text[minute.End] == '分' || minute.End - at >= 2)
            ? (minute.Low, minute.End + (text[minute.End] == '分' ? 1 : 0))
            : (0, at),
    };

    private static Claim Of(DateOnly day, int start, int end) => Day(new DayParts(day.Year, day.Month, day.Day), start, end);

    private static Claim Day(DayParts day, int start, int end) => new(ClaimKind.Day, "", start, end) { Day = day };
}
