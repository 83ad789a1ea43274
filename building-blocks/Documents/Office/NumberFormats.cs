using System.Globalization;

namespace WeChatPlatform.Documents;

/// <summary>Numbers of a spreadsheet as people see them: dates, times, percentages, and no digits that only the machine has.</summary>
internal static class NumberFormats
{
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    internal enum Kind
    {
        Number, Date, Time, DateAndTime, Percent,
    }

    /// <summary>What a format's number or code makes of a value (ECMA-376, part 1, 18.8.30).</summary>
    public static Kind KindOf(int id, string? code) => id switch
    {
        9 or 10 => Kind.Percent,
        14 or 15 or 16 or 17 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => Kind.Date,
        (>= 18 and <= 21) or (>= 32 and <= 35) or (>= 45 and <= 47) or 55 or 56 => Kind.Time,
        22 => Kind.DateAndTime,
        _ => code is null ? Kind.Number : KindOf(code),
    };

    public static string Show(double value, Kind kind, bool from1904)
    {
        if (kind is Kind.Date or Kind.Time or Kind.DateAndTime && value is >= 0 and < 2_958_466)
        {
            var at = Epoch.AddDays(value + (from1904 ? 1462 : 0)).AddMilliseconds(0.5);
            return kind switch
            {
                Kind.Time => at.ToString(at.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture),
                Kind.Date => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                _ => at.ToString(at.TimeOfDay.TotalSeconds < 1 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            };
        }

        return kind == Kind.Percent ? Plain(value * 100) + "%" : Plain(value);
    }

    /// <summary>Fifteen digits, as spreadsheets have them; no exponent where a number can be written out.</summary>
    private static string Plain(double value) =>
        Math.Abs(value) is > 1e-7 and < 1e15 or 0
            ? Math.Round((decimal)value, 12).ToString("0.############", CultureInfo.InvariantCulture)
            : value.ToString("G15", CultureInfo.InvariantCulture);

    private static Kind KindOf(string code)
    {
        var (date, time, percent) = (false, false, false);
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (char.ToLowerInvariant(code[i]))
            {
                case '"':
                    i = code.IndexOf('"', i + 1) is >= 0 and var quote ? quote : code.Length;
                    break;
                case '[':
                    // [h]:mm counts hours; every other bracket is a colour or a language.
                    time |= i + 1 < code.Length && char.ToLowerInvariant(code[i + 1]) is 'h' or 's';
                    i = code.IndexOf(']', i + 1) is >= 0 and var bracket ? bracket : code.Length;
                    break;
                case '\\' or '_' or '*': i++; break;
                case 'y' or 'd': date = true; break;
                case 'h' or 's': time = true; break;
                case '%': percent = true; break;
                case 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase): i += 6; break;
            }
        }

        return date && time ? Kind.DateAndTime : date ? Kind.Date : time ? Kind.Time : percent ? Kind.Percent : Kind.Number;
    }
}
