using System.Buffers.Binary;

namespace WeChatPlatform.Documents;

/// <summary>Excel 5 to 2003 (.xls, [MS-XLS]): each sheet under its name. Formulas show what they came to when the file was saved.</summary>
internal static class LegacySpreadsheetFormat
{
    public static void Read(ReadingJob job)
    {
        var file = CompoundFile.Open(job.Content, job.Ct);
        var stream = file.Read(file.Has("Workbook") ? "Workbook" : "Book");
        var workbook = LegacyWorkbook.Read(stream, job);
        foreach (var (number, sheet) in workbook.Sheets.Index())
        {
            if (sheet.IsHidden)
            {
                job.Blocks.Warn("hidden_left_out", "隐藏的工作表未读取 / A hidden sheet was left out.", number + 1);
                continue;
            }

            var rows = new SheetRows(job);
            ReadSheet(stream, sheet.Offset, workbook, rows, job.Ct);
            if (workbook.Sheets.Count > 1 && rows.Rows.Count > 0)
            {
                job.Blocks.Heading(sheet.Name, 1, number + 1);
            }

            TableShape.Add(rows.Rows, headed: null, job.Blocks, number + 1);
        }
    }

    private static void ReadSheet(byte[] stream, long offset, LegacyWorkbook workbook, SheetRows rows, CancellationToken ct)
    {
        var merges = new List<(int First, int Last, int Column)>();
        (int Row, int Column)? formula = null;
        var depth = 0;
        foreach (var record in LegacyRecord.All(stream, offset))
        {
            ct.ThrowIfCancellationRequested();
            if (record.Type is LegacyRecord.Begin or LegacyRecord.End)
            {
                // Charts stand inside their sheet.
                depth += record.Type == LegacyRecord.Begin ? 1 : -1;
                if (depth <= 0)
                {
                    break;
                }
            }
            else if (depth == 1)
            {
                ReadCell(stream, record, workbook, rows, merges, ref formula);
            }
        }

        foreach (var (first, last, column) in merges)
        {
            rows.Merge(first, last, column);
        }
    }

    private static void ReadCell(
        byte[] stream, LegacyRecord record, LegacyWorkbook workbook, SheetRows rows, List<(int, int, int)> merges, ref (int Row, int Column)? formula)
    {
        var data = stream.AsSpan(record.Start, record.Length);
        if (record.Type == LegacyRecord.MergedCells)
        {
            for (var at = 2; at + 8 <= data.Length; at += 8)
            {
                merges.Add((Short(data, at), Short(data, at + 2), Short(data, at + 4)));
            }

            return;
        }

        if (record.Type == LegacyRecord.StringResult && formula is { } cell)
        {
            rows.Set(cell.Row, cell.Column, LegacyStrings.Read(data, 0, wideLength: true, workbook));
            return;
        }

        if (data.Length < 6)
        {
            return;
        }

        var (row, column, style) = (Short(data, 0), Short(data, 2), Short(data, 4));
        switch (record.Type)
        {
            case LegacyRecord.SharedString when data.Length >= 10:
                var index = BinaryPrimitives.ReadInt32LittleEndian(data[6..]);
                rows.Set(row, column, index >= 0 && index < workbook.Strings.Count ? workbook.Strings[index] : "");
                break;
            case LegacyRecord.Label or LegacyRecord.RichLabel:
                rows.Set(row, column, LegacyStrings.Read(data, 6, wideLength: true, workbook));
                break;
            case LegacyRecord.Number when data.Length >= 14:
                rows.Set(row, column, workbook.Show(BinaryPrimitives.ReadDoubleLittleEndian(data[6..]), style));
                break;
            case LegacyRecord.Packed when data.Length >= 10:
                rows.Set(row, column, workbook.Show(Unpack(BinaryPrimitives.ReadInt32LittleEndian(data[6..])), style));
                break;
            case LegacyRecord.PackedRow:
                for (var at = 4; at + 8 <= data.Length; at += 6, column++)
                {
                    rows.Set(row, column, workbook.Show(Unpack(BinaryPrimitives.ReadInt32LittleEndian(data[(at + 2)..])), Short(data, at)));
                }

                break;
            case LegacyRecord.Formula when data.Length >= 14:
                formula = (row, column);
                if (data[12] == 0xFF && data[13] == 0xFF)
                {
                    rows.Set(row, column, data[6] == 1 ? (data[8] != 0 ? "TRUE" : "FALSE") : "");
                }
                else
                {
                    rows.Set(row, column, workbook.Show(BinaryPrimitives.ReadDoubleLittleEndian(data[6..]), style));
                }

                break;
            case LegacyRecord.Truth when data.Length >= 8 && data[7] == 0:
                rows.Set(row, column, data[6] != 0 ? "TRUE" : "FALSE");
                break;
        }
    }

    private static int Short(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

    /// <summary>A number in 30 bits: an integer or the upper half of a floating one, perhaps a hundredfold.</summary>
    private static double Unpack(int packed)
    {
        var value = (packed & 2) != 0 ? packed >> 2 : BitConverter.Int64BitsToDouble((long)(packed & ~3) << 32);
        return (packed & 1) != 0 ? value / 100 : value;
    }
}
