using System.Buffers.Binary;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>What all sheets of an old workbook share: names, strings and formats of numbers.</summary>
internal sealed class LegacyWorkbook
{
    private readonly List<int> _formats = [];
    private readonly Dictionary<int, string> _codes = [];

    private LegacyWorkbook()
    {
    }

    public List<(string Name, long Offset, bool IsHidden)> Sheets { get; } = [];

    public List<string> Strings { get; } = [];

    public bool From1904 { get; private set; }

    /// <summary>Before Excel 97 strings have no width, but the encoding of the machine.</summary>
    public bool IsOld { get; private set; }

    public Encoding Encoding { get; private set; } = CodePagesEncodingProvider.Instance.GetEncoding(936)!;

    public static LegacyWorkbook Read(byte[] stream, ReadingJob job)
    {
        var workbook = new LegacyWorkbook();
        var first = true;
        var records = LegacyRecord.All(stream, 0).TakeWhile(record => record.Type != LegacyRecord.End).ToList();
        foreach (var (number, record) in records.Index())
        {
            job.Ct.ThrowIfCancellationRequested();
            var data = stream.AsSpan(record.Start, record.Length);
            if (first)
            {
                if (record.Type != LegacyRecord.Begin || data.Length < 4)
                {
                    throw Unreadable.BecauseBroken();
                }

                workbook.IsOld = BinaryPrimitives.ReadUInt16LittleEndian(data) < 0x0600;
                first = false;
            }
            else if (record.Type == LegacyRecord.Encrypted)
            {
                throw Unreadable.BecausePassword();
            }
            else
            {
                workbook.Take(record, data, stream, records, number, job.Limits.MaxCharacters);
            }
        }

        return workbook;
    }

    public string Show(double value, int style)
    {
        var format = style < _formats.Count ? _formats[style] : 0;
        return double.IsFinite(value) ? NumberFormats.Show(value, NumberFormats.KindOf(format, _codes.GetValueOrDefault(format)), From1904) : "";
    }

    private void Take(LegacyRecord record, ReadOnlySpan<byte> data, byte[] stream, List<LegacyRecord> records, int number, int maxCharacters)
    {
        switch (record.Type)
        {
            case LegacyRecord.CodePage when data.Length >= 2:
                Encoding = CodePagesEncodingProvider.Instance.GetEncoding(BinaryPrimitives.ReadUInt16LittleEndian(data)) ?? Encoding;
                break;
            case LegacyRecord.From1904 when data.Length >= 2:
                From1904 = data[0] == 1;
                break;
            case LegacyRecord.Sheet when data.Length > 7:
                // Sheets of cells only: charts and macros have no text of their own.
                if (data[5] == 0)
                {
                    Sheets.Add((LegacyStrings.Read(data, 6, wideLength: false, this), BinaryPrimitives.ReadUInt32LittleEndian(data), (data[4] & 3) != 0));
                }

                break;
            case LegacyRecord.CellFormat when data.Length >= 4:
                _formats.Add(BinaryPrimitives.ReadUInt16LittleEndian(data[2..]));
                break;
            case LegacyRecord.NumberFormat when data.Length > 3:
                _codes[BinaryPrimitives.ReadUInt16LittleEndian(data)] = LegacyStrings.Read(data, 2, wideLength: !IsOld, this);
                break;
            case LegacyRecord.SharedStrings:
                var pieces = records.Skip(number + 1).TakeWhile(next => next.Type == LegacyRecord.Continue).Prepend(record).ToList();
                LegacyStrings.ReadShared(stream, pieces, Strings, maxCharacters);
                break;
        }
    }
}
