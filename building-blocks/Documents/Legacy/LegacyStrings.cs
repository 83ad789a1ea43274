using System.Buffers.Binary;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>Strings of old workbooks: one or two bytes a character, said by a flag, and said again where a record is continued.</summary>
internal static class LegacyStrings
{
    public static string Read(ReadOnlySpan<byte> data, int at, bool wideLength, LegacyWorkbook workbook)
    {
        var head = wideLength ? 2 : 1;
        if (at + head > data.Length)
        {
            return "";
        }

        var count = wideLength ? BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) : data[at];
        at += head;
        if (workbook.IsOld)
        {
            return workbook.Encoding.GetString(data.Slice(at, Math.Min(count, data.Length - at)));
        }

        if (at >= data.Length)
        {
            return "";
        }

        var isWide = (data[at++] & 1) != 0;
        var bytes = data.Slice(at, Math.Min(isWide ? count * 2 : count, data.Length - at));
        return isWide ? Encoding.Unicode.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>The table of strings, over all records that continue it.</summary>
    public static void ReadShared(byte[] stream, List<LegacyRecord> pieces, List<string> strings, int maxCharacters)
    {
        var reader = new Reader(stream, pieces);
        reader.Skip(4);
        var count = reader.Int32();
        var characters = 0L;
        for (var i = 0; i < count && !reader.IsAtEnd; i++)
        {
            strings.Add(One(reader));
            characters += strings[^1].Length + 8;
            if (characters > 4L * maxCharacters)
            {
                throw new TextLimitException();
            }
        }
    }

    private static string One(Reader reader)
    {
        var count = reader.UInt16();
        var flags = reader.Byte();
        var runs = (flags & 8) != 0 ? reader.UInt16() : 0;
        var extra = (flags & 4) != 0 ? reader.Int32() : 0;
        var text = reader.Characters(count, (flags & 1) != 0);
        reader.Skip((runs * 4L) + Math.Max(0, extra));
        return text;
    }

    private sealed class Reader(byte[] stream, List<LegacyRecord> pieces)
    {
        private int _piece;
        private int _at;

        public bool IsAtEnd => _piece >= pieces.Count || (_piece == pieces.Count - 1 && _at >= pieces[_piece].Length);

        public int Byte()
        {
            while (_piece < pieces.Count && _at >= pieces[_piece].Length)
            {
                (_piece, _at) = (_piece + 1, 0);
            }

            return _piece < pieces.Count ? stream[pieces[_piece].Start + _at++] : 0;
        }

        public int UInt16() => Byte() | (Byte() << 8);

        public int Int32() => UInt16() | (UInt16() << 16);

        public void Skip(long count)
        {
            for (; count > 0 && !IsAtEnd; count--)
            {
                Byte();
            }
        }

        public string Characters(int count, bool isWide)
        {
            var text = new StringBuilder(Math.Min(count, 4096));
            for (var i = 0; i < count && !IsAtEnd; i++)
            {
                if (_at >= pieces[_piece].Length)
                {
                    // Amid the characters a new record says their width again.
                    isWide = (Byte() & 1) != 0;
                }

                text.Append(isWide ? (char)UInt16() : (char)Byte());
            }

            return text.ToString();
        }
    }
}
