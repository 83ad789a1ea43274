using System.Buffers.Binary;

namespace WeChatPlatform.Documents;

/// <summary>What a paragraph of an old Word file is.</summary>
internal readonly record struct ParagraphShape(int? Heading, bool IsInTable, bool IsRowEnd, bool IsListed);

/// <summary>The properties of paragraphs, by where their text ends in the file ([MS-DOC] 2.8.6, PlcBtePapx).</summary>
internal sealed class LegacyWordProperties
{
    private const int Place = 0x9A + (13 * 8);
    private const int PageBytes = 512;
    private const int MaxPages = 100_000;

    private const ushort InTable = 0x2416;
    private const ushort RowEnd = 0x2417;
    private const ushort InnerRowEnd = 0x244C;
    private const ushort Outline = 0x2640;
    private const ushort List = 0x460B;

    private readonly List<(uint From, uint To, ParagraphShape Shape)> _runs = [];

    public static LegacyWordProperties Read(byte[] document, byte[] table)
    {
        var properties = new LegacyWordProperties();
        if (document.Length < Place + 8)
        {
            return properties;
        }

        var at = (long)BinaryPrimitives.ReadUInt32LittleEndian(document.AsSpan(Place));
        var bytes = (long)BinaryPrimitives.ReadUInt32LittleEndian(document.AsSpan(Place + 4));
        var count = (bytes - 4) / 8;
        for (var i = 0L; i < Math.Min(count, MaxPages); i++)
        {
            var entry = at + ((count + 1) * 4) + (i * 4);
            if (entry + 4 <= table.Length)
            {
                properties.ReadPage(document, (BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan((int)entry)) & 0x3FFFFF) * (long)PageBytes);
            }
        }

        properties._runs.Sort((one, other) => one.From.CompareTo(other.From));
        return properties;
    }

    /// <summary>Of the paragraph that the byte at this place ends.</summary>
    public ParagraphShape At(int place)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_runs[middle].From > place)
            {
                high = middle - 1;
            }
            else if (_runs[middle].To <= place)
            {
                low = middle + 1;
            }
            else
            {
                return _runs[middle].Shape;
            }
        }

        return default;
    }

    private void ReadPage(byte[] document, long start)
    {
        if (start + PageBytes > document.Length)
        {
            return;
        }

        var page = document.AsSpan((int)start, PageBytes);
        var count = Math.Min((int)page[511], (PageBytes - 5) / 17);
        for (var i = 0; i < count; i++)
        {
            var (from, to) = (BinaryPrimitives.ReadUInt32LittleEndian(page[(i * 4)..]), BinaryPrimitives.ReadUInt32LittleEndian(page[((i + 1) * 4)..]));
            _runs.Add((from, to, Shape(page, page[((count + 1) * 4) + (i * 13)] * 2)));
        }
    }

    private static ParagraphShape Shape(ReadOnlySpan<byte> page, int at)
    {
        if (at == 0 || at + 4 > page.Length)
        {
            return default;
        }

        // A length in words less one byte, or nothing and then a length in words.
        var (start, bytes) = page[at] != 0 ? (at + 1, (page[at] * 2) - 1) : (at + 2, page[at + 1] * 2);
        if (bytes < 2 || start + 2 > page.Length)
        {
            return default;
        }

        var style = BinaryPrimitives.ReadUInt16LittleEndian(page[start..]);
        var shape = new ParagraphShape(style is >= 1 and <= 9 ? style : null, false, false, false);
        var end = Math.Min(start + bytes, page.Length);
        for (at = start + 2; at + 3 <= end;)
        {
            var code = BinaryPrimitives.ReadUInt16LittleEndian(page[at..]);
            var value = page[at + 2];
            shape = code switch
            {
                InTable => shape with { IsInTable = value != 0 },
                RowEnd or InnerRowEnd => shape with { IsRowEnd = value != 0 },
                Outline => shape with { Heading = value < 9 ? value + 1 : null },
                List => shape with { IsListed = value != 0 },
                _ => shape,
            };
            at += 2 + OperandBytes(code, page[at..end]);
        }

        return shape;
    }

    private static int OperandBytes(ushort code, ReadOnlySpan<byte> rest) => (code >> 13) switch
    {
        0 or 1 => 1,
        3 => 4,
        7 => 3,
        6 when code == 0xD608 => rest.Length >= 4 ? BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) + 1 : rest.Length,
        6 => rest[2] + 1,
        _ => 2,
    };
}
