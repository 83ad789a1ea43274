using System.Buffers.Binary;
using System.Text;

namespace WeChatPlatform.Message.Attachments;

/// <summary>
/// Which office document a zip file is, by the names in its directory. Nothing is unpacked and nothing allocated for an entry, so a
/// file that was made to exhaust whoever opens it costs a walk over its directory.
/// </summary>
internal static class OfficePackage
{
    private const uint EndMark = 0x06054b50;
    private const uint EntryMark = 0x02014b50;
    private const int EndBytes = 22;
    private const int EntryBytes = 46;
    private const int LongestComment = ushort.MaxValue;

    [Flags]
    private enum Parts
    {
        None = 0,
        ContentTypes = 1,
        Word = 2,
        Excel = 4,
        PowerPoint = 8,
        Refused = 16,
    }

    /// <returns>Nothing for any other zip file: archives, programs, encrypted entries, documents with macros.</returns>
    public static MediaType? TypeOf(ReadOnlySpan<byte> file)
    {
        var parts = EndOf(file) is { } end ? PartsOf(file, end) : Parts.Refused;
        return parts switch
        {
            Parts.ContentTypes | Parts.Word => MediaType.Docx,
            Parts.ContentTypes | Parts.Excel => MediaType.Xlsx,
            Parts.ContentTypes | Parts.PowerPoint => MediaType.Pptx,
            _ => null,
        };
    }

    /// <summary>Where the record at the end begins: its comment must reach to the file's end, so nothing hides behind it.</summary>
    private static int? EndOf(ReadOnlySpan<byte> file)
    {
        for (var at = file.Length - EndBytes; at >= 0 && at >= file.Length - EndBytes - LongestComment; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file[at..]) == EndMark
                && at + EndBytes + BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 20)..]) == file.Length)
            {
                return at;
            }
        }

        return null;
    }

    private static Parts PartsOf(ReadOnlySpan<byte> file, int end)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[(end + 10)..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[(end + 12)..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(file[(end + 16)..]);
        if (start + (ulong)size > (ulong)end)
        {
            return Parts.Refused;
        }

        var directory = file.Slice((int)start, (int)size);
        var parts = Parts.None;
        for (var entry = 0; entry < count; entry++)
        {
            if (directory.Length < EntryBytes || BinaryPrimitives.ReadUInt32LittleEndian(directory) != EntryMark)
            {
                return Parts.Refused;
            }

            var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var length = EntryBytes + nameBytes + BinaryPrimitives.ReadUInt16LittleEndian(directory[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (directory.Length < length)
            {
                return Parts.Refused;
            }

            var isEncrypted = (directory[8] & 1) != 0;
            parts |= isEncrypted ? Parts.Refused : PartOf(directory.Slice(EntryBytes, nameBytes));
            directory = directory[length..];
        }

        return parts;
    }

    private static Parts PartOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("[Content_Types].xml"u8) ? Parts.ContentTypes
        : name.SequenceEqual("word/document.xml"u8) ? Parts.Word
        : name.SequenceEqual("xl/workbook.xml"u8) ? Parts.Excel
        : name.SequenceEqual("ppt/presentation.xml"u8) ? Parts.PowerPoint
        : EndsWith(name, "vbaproject.bin"u8) ? Parts.Refused
        : Parts.None;

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> end) =>
        name.Length >= end.Length && Ascii.EqualsIgnoreCase(name[^end.Length..], end);
}
