using System.Buffers.Binary;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>Word 97 to 2003 (.doc, [MS-DOC]): the pieces of its text in order, with headings, lists and tables by the properties of paragraphs.</summary>
internal static class LegacyWordFormat
{
    private const int PlaceOfPieces = 0x1A2;
    private const char CellEnd = '\a';

    public static void Read(ReadingJob job)
    {
        var file = CompoundFile.Open(job.Content, job.Ct);
        var document = file.Read("WordDocument");
        if (document.Length < 0x60 || BinaryPrimitives.ReadUInt16LittleEndian(document) is not (0xA5EC or 0xA5DC))
        {
            throw Unreadable.BecauseBroken();
        }

        var flags = BinaryPrimitives.ReadUInt16LittleEndian(document.AsSpan(0x0A));
        if ((flags & 0x0100) != 0)
        {
            throw Unreadable.BecausePassword();
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(document.AsSpan(2)) < 0xC1)
        {
            ReadWord95(document, job);
            return;
        }

        var table = file.Read((flags & 0x0200) != 0 ? "1Table" : "0Table");
        var pieces = Pieces(document, table);
        if (pieces.Count == 0)
        {
            throw Unreadable.BecauseBroken();
        }

        new Body(job, LegacyWordProperties.Read(document, table)).Read(document, pieces);
    }

    /// <summary>Before Word 97 the text is one run of bytes, in the encoding of the machine that wrote it.</summary>
    private static void ReadWord95(byte[] document, ReadingJob job)
    {
        var (from, to) = ((long)BinaryPrimitives.ReadUInt32LittleEndian(document.AsSpan(0x18)), (long)BinaryPrimitives.ReadUInt32LittleEndian(document.AsSpan(0x1C)));
        if (from >= to || from >= document.Length)
        {
            throw Unreadable.BecauseBroken();
        }

        var bytes = document[(int)from..(int)Math.Min(to, document.Length)];
        var text = TextDecoding.Decode(bytes)?.Text ?? Encoding.Latin1.GetString(bytes);
        PlainTextFormat.Read(text.Replace('\r', '\n').Replace(CellEnd, '\n'), job.Blocks);
    }

    private sealed record Piece(int Characters, long Offset, bool IsWide);

    private static List<Piece> Pieces(byte[] document, byte[] table)
    {
        var pieces = new List<Piece>();
        if (document.Length < PlaceOfPieces + 8)
        {
            return pieces;
        }

        var at = (long)BinaryPrimitives.ReadUInt32LittleEndian(document.AsSpan(PlaceOfPieces));
        var end = Math.Min(at + BinaryPrimitives.ReadUInt32LittleEndian(document.AsSpan(PlaceOfPieces + 4)), table.Length);
        while (at + 5 <= end && table[at] == 1)
        {
            at += 3 + BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan((int)at + 1));
        }

        if (at + 5 > end || table[at] != 2)
        {
            return pieces;
        }

        var bytes = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan((int)at + 1)), end - at - 5);
        var list = table.AsSpan((int)at + 5, (int)bytes);
        var count = (list.Length - 4) / 12;
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(list[((i + 1) * 4)..]) - BinaryPrimitives.ReadInt32LittleEndian(list[(i * 4)..]);
            var place = BinaryPrimitives.ReadUInt32LittleEndian(list[(((count + 1) * 4) + (i * 8) + 2)..]);
            var isWide = (place & 0x40000000) == 0;
            if (length > 0)
            {
                pieces.Add(new Piece(length, isWide ? place : (place & 0x3FFFFFFF) / 2, isWide));
            }
        }

        return pieces;
    }

    private sealed class Body(ReadingJob job, LegacyWordProperties properties)
    {
        private static readonly Encoding Narrow = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

        private readonly StringBuilder _text = new();
        private readonly List<string> _items = [];
        private readonly List<string> _cells = [];
        private readonly List<IReadOnlyList<string>> _rows = [];
        private string _cell = "";
        private int _fieldCodes;

        public void Read(byte[] document, List<Piece> pieces)
        {
            foreach (var piece in pieces)
            {
                job.Ct.ThrowIfCancellationRequested();
                var width = piece.IsWide ? 2 : 1;
                var available = Math.Min(piece.Characters, Math.Max(0, document.Length - piece.Offset) / width);
                for (var i = 0; i < available; i++)
                {
                    var at = (int)(piece.Offset + ((long)i * width));
                    Take(piece.IsWide ? (char)BinaryPrimitives.ReadUInt16LittleEndian(document.AsSpan(at)) : Narrow.GetString(document, at, 1)[0], at);
                }
            }

            EndParagraph(new ParagraphShape());
            FlushTable();
            FlushItems();
        }

        private void Take(char character, int at)
        {
            switch (character)
            {
                case '\u0013': _fieldCodes++; break;
                case '\u0014' or '\u0015': _fieldCodes = character == '\u0014' ? 0 : Math.Max(0, _fieldCodes - 1); break;
                case '\r' or '\f' or CellEnd:
                    _fieldCodes = 0;
                    if (character == CellEnd)
                    {
                        EndCell(properties.At(at));
                    }
                    else
                    {
                        EndParagraph(properties.At(at));
                    }

                    break;
                default:
                    if (_fieldCodes == 0)
                    {
                        _text.Append(character switch { '\v' => '\n', '\u001e' => '-', '\u001f' => '\u200b', '\t' => ' ', _ => character });
                        if (_text.Length > job.Limits.MaxCharacters)
                        {
                            throw new TextLimitException();
                        }
                    }

                    break;
            }
        }

        private void EndCell(ParagraphShape shape)
        {
            if (shape.IsRowEnd)
            {
                _rows.Add([.. _cells]);
                _cells.Clear();
                _text.Clear();
            }
            else
            {
                _cells.Add(_cell + _text);
                (_cell, _) = ("", _text.Clear());
                if (_cells.Count > 10_000)
                {
                    throw new TextLimitException();
                }
            }
        }

        private void EndParagraph(ParagraphShape shape)
        {
            var text = _text.ToString().Trim();
            _text.Clear();
            if (shape.IsInTable)
            {
                _cell += text + "\n";
                return;
            }

            FlushTable();
            if (text.Length == 0)
            {
                FlushItems();
            }
            else if (shape.Heading is { } level)
            {
                FlushItems();
                job.Blocks.Heading(text, level);
            }
            else if (shape.IsListed)
            {
                _items.Add("- " + text);
            }
            else
            {
                FlushItems();
                if (PlainTextFormat.IsHeading(text))
                {
                    job.Blocks.Heading(text, PlainTextFormat.LevelOf(text) + 1);
                }
                else
                {
                    job.Blocks.Paragraph(text);
                }
            }
        }

        private void FlushTable()
        {
            if (_cells.Count > 0)
            {
                _rows.Add([.. _cells]);
                _cells.Clear();
            }

            if (_rows.Count > 0)
            {
                FlushItems();
                TableShape.Add([.. _rows], headed: null, job.Blocks, page: null);
                _rows.Clear();
            }
        }

        private void FlushItems()
        {
            job.Blocks.List(_items);
            _items.Clear();
        }
    }
}
