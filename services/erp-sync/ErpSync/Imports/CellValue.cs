using System.Globalization;

namespace WeChatPlatform.ErpSync;

/// <summary>Reads the values of a row's cells; what cannot be read becomes a fault of the line.</summary>
internal static class CellValue
{
    private const int LongestText = 200;
    private const decimal MostMoney = 1_000_000_000_000;

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd", "yyyy/M/d", "yyyy-MM-dd HH:mm", "yyyy/M/d H:mm", "yyyy-MM-dd HH:mm:ss", "yyyy/M/d H:mm:ss",
    ];

    public static string Text(this CsvTable.Row row, CsvColumn column)
    {
        var text = row[column];
        if (column.IsRequired && text.Length == 0)
        {
            row.Refuse($"「{column.Names[0]}」不能为空 / {column.Names[^1]} is empty.");
        }
        else if (text.Length > LongestText)
        {
            row.Refuse($"「{column.Names[0]}」超过 {LongestText} 字 / {column.Names[^1]} is longer than {LongestText} characters.");
        }

        return text;
    }

    public static decimal Money(this CsvTable.Row row, CsvColumn column)
    {
        var text = row[column].Replace("¥", "", StringComparison.Ordinal).Replace("￥", "", StringComparison.Ordinal).Trim();
        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        if (decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var value)
            && value < MostMoney
            && decimal.Round(value, 2) == value)
        {
            return value;
        }

        row.Refuse($"「{column.Names[0]}」不是金额（最多两位小数） / {column.Names[^1]} is not an amount with at most two decimals.");
        return 0;
    }

    public static int Count(this CsvTable.Row row, CsvColumn column, int least)
    {
        if (int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least)
        {
            return value;
        }

        row.Refuse($"「{column.Names[0]}」不是不小于 {least} 的整数 / {column.Names[^1]} is not a whole number from {least}.");
        return 0;
    }

    public static DateTimeOffset Time(this CsvTable.Row row, CsvColumn column, TimeSpan offset)
    {
        if (DateTime.TryParseExact(row[column], TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            // PostgreSQL keeps the instant; Npgsql takes it in UTC only.
            return new DateTimeOffset(time, offset).ToUniversalTime();
        }

        row.Refuse($"「{column.Names[0]}」不是日期，应如 2025-03-01 14:30 / {column.Names[^1]} is not a date such as 2025-03-01 14:30.");
        return default;
    }
}
