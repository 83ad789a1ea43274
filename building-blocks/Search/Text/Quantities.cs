using System.Buffers;
using System.Globalization;
using System.Text;

namespace WeChatPlatform.Search;

/// <summary>Numbers and units in one spelling: 两年 is 2年, 7 千瓦 is 7kw, 十二厘米 is 12cm, 百分之五 is 5%.</summary>
internal static class Quantities
{
    private const string Digits = "零一二三四五六七八九";
    private const string Numerals = "零〇一二两三四五六七八九十百千万";

    private static readonly SearchValues<char> Starts = SearchValues.Create(Numerals);

    private const int LongestNumeral = 9;
    private const decimal MostScaled = 1_000_000;

    private static readonly Dictionary<char, int> Scales = new() { ['百'] = 100, ['千'] = 1000, ['万'] = 10_000 };

    // Longest first. What a numeral must stand before to be a number at all: 一下 and 三星 are none.
    private static readonly (string Spelling, string Unit)[] Units =
    [
        ("千瓦时", "kwh"), ("平方米", "m2"), ("立方米", "m3"), ("小时", "小时"), ("分钟", "分钟"), ("个月", "个月"), ("年", "年"), ("天", "天"), ("块钱", "元"),
        ("千瓦", "kw"), ("千克", "kg"), ("公斤", "kg"), ("千米", "km"), ("公里", "km"), ("厘米", "cm"), ("公分", "cm"), ("毫米", "mm"), ("毫升", "ml"), ("块", "元"),
        ("元", "元"), ("圆", "元"), ("米", "m"), ("瓦", "w"), ("伏", "v"), ("安培", "a"), ("兆", "m"), ("折", "折"), ("秒", "秒"), ("周", "周"), ("寸", "寸"),
    ];

    private static readonly HashSet<string> LatinUnits = ["kw", "kwh", "w", "v", "a", "mm", "cm", "m", "km", "kg", "g", "ml", "l", "mb", "gb", "tb", "mah", "hz"];

    /// <param name="folded">Lower case, one space between words.</param>
    public static string Normalize(string folded)
    {
        if (folded.AsSpan().IndexOfAny(Starts) < 0 && !folded.Any(char.IsAsciiDigit))
        {
            return folded;
        }

        var text = new StringBuilder(folded.Length);
        var at = 0;
        while (at < folded.Length)
        {
            at = Percent(folded, at, text) ?? Number(folded, at, text) ?? Copy(folded, at, text);
        }

        return text.ToString();
    }

    private static int? Percent(string folded, int at, StringBuilder text)
    {
        const string words = "百分之";
        if (string.CompareOrdinal(folded, at, words, 0, words.Length) != 0)
        {
            return null;
        }

        var start = at + words.Length;
        var end = EndOfNumber(folded, start);
        var value = end > start ? folded[start..end] : Value(folded, start, out end)?.ToString(CultureInfo.InvariantCulture);
        if (value is null)
        {
            return null;
        }

        Part(text);
        text.Append(value).Append('%');
        return end;
    }

    private static int? Number(string folded, int at, StringBuilder text)
    {
        var end = EndOfNumber(folded, at);
        if (end > at)
        {
            if (at > 0 && char.IsAsciiLetterOrDigit(folded[at - 1]))
            {
                return null;
            }

            if (UnitAt(folded, end) is null && end < folded.Length && Scales.TryGetValue(folded[end], out var scale)
                && decimal.TryParse(folded.AsSpan(at, end - at), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number < MostScaled)
            {
                text.Append(CultureInfo.InvariantCulture, $"{number * scale:0.####}");
                end++;
            }
            else
            {
                text.Append(folded, at, end - at);
            }

            return Unit(folded, end, text) ?? end;
        }

        if (Value(folded, at, out end) is not { } value || UnitAt(folded, end) is not { } unit)
        {
            return null;
        }

        Part(text);
        text.Append(CultureInfo.InvariantCulture, $"{value}").Append(unit.Unit);
        return end + unit.Spelling.Length;
    }

    // A number and a Latin word that stood apart remain two words.
    private static void Part(StringBuilder text)
    {
        if (text.Length > 0 && char.IsAsciiLetterOrDigit(text[^1]))
        {
            text.Append(' ');
        }
    }

    private static int EndOfNumber(string folded, int at)
    {
        var end = at;
        while (end < folded.Length && (char.IsAsciiDigit(folded[end]) || (folded[end] == '.' && end > at)))
        {
            end++;
        }

        return end;
    }

    private static int? Unit(string folded, int at, StringBuilder text)
    {
        if (UnitAt(folded, at) is { } unit)
        {
            text.Append(unit.Unit);
            return at + unit.Spelling.Length;
        }

        if (at < folded.Length && folded[at] == ' ' && UnitAt(folded, at + 1) is { } apart)
        {
            text.Append(apart.Unit);
            return at + 1 + apart.Spelling.Length;
        }

        // 7 kw is 7kw; 7 apples stay two words.
        if (at + 1 < folded.Length && folded[at] == ' ' && char.IsAsciiLetter(folded[at + 1]))
        {
            var end = at + 1;
            while (end < folded.Length && char.IsAsciiLetterOrDigit(folded[end]))
            {
                end++;
            }

            if (LatinUnits.Contains(folded[(at + 1)..end]))
            {
                text.Append(folded, at + 1, end - at - 1);
                return end;
            }
        }

        return null;
    }

    private static (string Spelling, string Unit)? UnitAt(string folded, int at)
    {
        foreach (var unit in Units)
        {
            if (string.CompareOrdinal(folded, at, unit.Spelling, 0, unit.Spelling.Length) == 0)
            {
                return unit;
            }
        }

        return null;
    }

    private static int Copy(string folded, int at, StringBuilder text)
    {
        text.Append(folded[at]);
        return at + 1;
    }

    // 十二, 两, 三百五十, 一万; anything that reads as no number (一一, 千) is none.
    private static int? Value(string folded, int at, out int end)
    {
        end = at;
        var (total, section, digit) = (0, 0, -1);
        while (end < folded.Length && end - at < LongestNumeral && Numerals.Contains(folded[end], StringComparison.Ordinal))
        {
            var character = folded[end] switch { '〇' => '零', '两' => '二', var other => other };
            if (UnitAt(folded, end) is not null && end > at)
            {
                break;
            }

            var number = Digits.IndexOf(character, StringComparison.Ordinal);
            if (number >= 0)
            {
                if (digit > 0)
                {
                    return null;
                }

                digit = number;
            }
            else if (character == '万')
            {
                total += (section + Math.Max(digit, 0)) * 10_000;
                (section, digit) = (0, -1);
            }
            else
            {
                var scale = character switch { '十' => 10, '百' => 100, _ => 1000 };
                if (digit < 0 && scale > 10)
                {
                    return null;
                }

                section += (digit < 0 ? 1 : digit) * scale;
                digit = -1;
            }

            end++;
        }

        return end == at ? null : total + section + Math.Max(digit, 0);
    }
}
