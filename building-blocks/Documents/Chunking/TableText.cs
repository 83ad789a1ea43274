namespace WeChatPlatform.Documents;

/// <summary>Rows of tables as text that says by itself what its cells mean.</summary>
public static class TableText
{
    /// <summary>故障代码：E03；含义：通信故障; without a header the cells alone. Empty cells are left out.</summary>
    public static string Row(IReadOnlyList<string> header, IReadOnlyList<string> row)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(row);
        return string.Join('；', row
            .Select((cell, column) => (Head: column < header.Count ? OneLine(header[column]) : "", Text: OneLine(cell)))
            .Where(cell => cell.Text.Length > 0)
            .Select(cell => cell.Head.Length == 0 ? cell.Text : $"{cell.Head}：{cell.Text}"));
    }

    private static string OneLine(string cell) => cell.Replace('\n', ' ').Trim();
}
