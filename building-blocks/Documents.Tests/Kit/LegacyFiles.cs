using System.Text;

namespace WeChatPlatform.Documents.Tests;

/// <summary>Small files of old Office programs, written by hand.</summary>
internal static class LegacyFiles
{
    private const int Sector = 512;

    /// <summary>A compound file whose streams are all kept in whole sectors ([MS-CFB]); each is padded to 4,096 bytes.</summary>
    public static byte[] Compound(params (string Name, byte[] Content)[] streams)
    {
        var padded = streams.Select(stream => (stream.Name, Content: Pad(stream.Content, Math.Max(4096, (stream.Content.Length + Sector - 1) / Sector * Sector)))).ToList();
        var directorySectors = ((padded.Count + 1) * 128 + Sector - 1) / Sector;
        var fat = new uint[128];
        Array.Fill(fat, 0xFFFFFFFF);
        fat[0] = 0xFFFFFFFD;
        Chain(fat, 1, directorySectors);
        var next = 1 + directorySectors;
        using var directory = new MemoryStream();
        Entry(directory, "Root Entry", 5, 0xFFFFFFFE, 0, child: 1, right: -1);
        foreach (var (number, stream) in padded.Index())
        {
            Entry(directory, stream.Name, 2, (uint)next, stream.Content.Length, child: -1, right: number + 1 < padded.Count ? number + 2 : -1);
            Chain(fat, next, stream.Content.Length / Sector);
            next += stream.Content.Length / Sector;
        }

        using var file = new MemoryStream();
        using var to = new BinaryWriter(file);
        to.Write([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        to.Write(new byte[16]);
        to.Write([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
        foreach (var number in new uint[] { 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0 })
        {
            to.Write(number);
        }

        for (var i = 1; i < 109; i++)
        {
            to.Write(0xFFFFFFFF);
        }

        foreach (var number in fat)
        {
            to.Write(number);
        }

        to.Write(Pad(directory.ToArray(), directorySectors * Sector));
        padded.ForEach(stream => to.Write(stream.Content));
        return file.ToArray();
    }

    /// <summary>A Word file of two pieces, the first in one byte a character, the second in two.</summary>
    public static byte[] Doc(string narrow, string wide, ushort flags = 0)
    {
        var document = new byte[0x600 + narrow.Length + (wide.Length * 2)];
        Put16(document, 0, 0xA5EC);
        Put16(document, 2, 0x00C1);
        Put16(document, 0x0A, flags);
        Encoding.Latin1.GetBytes(narrow).CopyTo(document, 0x600);
        Encoding.Unicode.GetBytes(wide).CopyTo(document, 0x600 + narrow.Length);
        var table = new byte[64];
        table[0] = 2;
        Put32(table, 1, 12 + 16);
        Put32(table, 5, 0);
        Put32(table, 9, narrow.Length);
        Put32(table, 13, narrow.Length + wide.Length);
        Put32(table, 17 + 2, (0x600 * 2) | 0x40000000);
        Put32(table, 25 + 2, 0x600 + narrow.Length);
        Put32(document, 0x1A2, 0);
        Put32(document, 0x1A6, 5 + 28);
        return Compound(("WordDocument", document), ("0Table", table));
    }

    /// <summary>A workbook of one sheet with shared strings, numbers, a date and a formula's text.</summary>
    public static byte[] Xls(bool encrypted = false)
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        Record(to, 0x809, [0, 6, 5, 0]);
        if (encrypted)
        {
            Record(to, 0x2F, new byte[6]);
        }

        Record(to, 0xE0, [0, 0, 0, 0]);
        Record(to, 0xE0, [0, 0, 14, 0]);
        var place = stream.Position + 4;
        Record(to, 0x85, [0, 0, 0, 0, 0, 0, 3, 1, .. Encoding.Unicode.GetBytes("价格表")]);

        // The third string is broken amid its characters, and goes on in one byte each.
        Record(to, 0xFC, [3, 0, 0, 0, 3, 0, 0, 0, .. Wide("型号"), .. Wide("价格"), 8, 0, 1, .. Encoding.Unicode.GetBytes("充电桩")]);
        Record(to, 0x3C, [0, .. "AC-7 "u8]);
        Record(to, 0x0A, []);
        var sheet = stream.Position;
        Record(to, 0x809, [0, 6, 0x10, 0]);
        Record(to, 0xFD, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Record(to, 0xFD, [0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
        Record(to, 0xFD, [1, 0, 0, 0, 0, 0, 2, 0, 0, 0]);
        Record(to, 0x203, [1, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(1999.5)]);
        Record(to, 0x27E, [2, 0, 0, 0, 1, 0, .. BitConverter.GetBytes((45_000 << 2) | 2)]);
        Record(to, 0x06, [2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]);
        Record(to, 0x207, Wide("面议"));
        Record(to, 0x0A, []);
        var bytes = stream.ToArray();
        Put32(bytes, (int)place, (int)sheet);
        return Compound(("Workbook", bytes));
    }

    /// <summary>A presentation of one slide, saved once.</summary>
    public static byte[] Ppt()
    {
        byte[] Atom(int type, byte[] content, int instance = 0) => [.. BitConverter.GetBytes((ushort)(instance << 4)), .. BitConverter.GetBytes((ushort)type), .. BitConverter.GetBytes(content.Length), .. content];
        byte[] Box(int type, byte[] content, int instance = 0) => [.. BitConverter.GetBytes((ushort)((instance << 4) | 0xF)), .. BitConverter.GetBytes((ushort)type), .. BitConverter.GetBytes(content.Length), .. content];
        byte[] list = [.. Atom(1011, [2, 0, 0, 0, .. new byte[16]]), .. Atom(3999, [0, 0, 0, 0]), .. Atom(4000, Encoding.Unicode.GetBytes("安装说明"))];
        var document = Box(1000, Box(4080, list));
        var slide = Box(1006, Box(1036, Box(0xF00D, [.. Atom(3999, [1, 0, 0, 0]), .. Atom(4008, "Step one\rStep two\rStep three"u8.ToArray())])));
        byte[] directory = Atom(6002, [1, 0, 0x20, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(document.Length)]);
        var edit = Atom(4085, [.. new byte[8], 0, 0, 0, 0, .. BitConverter.GetBytes(document.Length + slide.Length), 1, 0, 0, 0, .. new byte[8]]);
        byte[] user = [.. new byte[12], 0x5F, 0xC0, 0x91, 0xE3, .. BitConverter.GetBytes(document.Length + slide.Length + directory.Length), .. new byte[8]];
        return Compound(("Current User", user), ("PowerPoint Document", [.. document, .. slide, .. directory, .. edit]));
    }

    private static byte[] Wide(string text) => [(byte)text.Length, 0, 1, .. Encoding.Unicode.GetBytes(text)];

    private static void Record(BinaryWriter to, ushort type, byte[] content)
    {
        to.Write(type);
        to.Write((ushort)content.Length);
        to.Write(content);
    }

    private static void Entry(MemoryStream to, string name, byte type, uint start, int size, int child, int right)
    {
        var entry = new byte[128];
        Encoding.Unicode.GetBytes(name).CopyTo(entry, 0);
        Put16(entry, 64, (ushort)((name.Length + 1) * 2));
        entry[66] = type;
        Put32(entry, 68, -1);
        Put32(entry, 72, right);
        Put32(entry, 76, child);
        Put32(entry, 116, (int)start);
        Put32(entry, 120, size);
        to.Write(entry);
    }

    private static void Chain(uint[] fat, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            fat[first + i] = i + 1 < count ? (uint)(first + i + 1) : 0xFFFFFFFE;
        }
    }

    private static byte[] Pad(byte[] content, int size)
    {
        var padded = new byte[size];
        content.CopyTo(padded, 0);
        return padded;
    }

    private static void Put16(byte[] to, int at, ushort value) => BitConverter.TryWriteBytes(to.AsSpan(at), value);

    private static void Put32(byte[] to, int at, int value) => BitConverter.TryWriteBytes(to.AsSpan(at), value);
}
