using System.Buffers.Binary;

namespace WeChatPlatform.Documents;

/// <summary>One record of an old workbook: where its data stand in the stream.</summary>
internal readonly record struct LegacyRecord(ushort Type, int Start, int Length)
{
    public const ushort Begin = 0x0809;
    public const ushort End = 0x000A;
    public const ushort Continue = 0x003C;
    public const ushort Encrypted = 0x002F;
    public const ushort CodePage = 0x0042;
    public const ushort From1904 = 0x0022;
    public const ushort Sheet = 0x0085;
    public const ushort SharedStrings = 0x00FC;
    public const ushort CellFormat = 0x00E0;
    public const ushort NumberFormat = 0x041E;
    public const ushort MergedCells = 0x00E5;
    public const ushort SharedString = 0x00FD;
    public const ushort Label = 0x0204;
    public const ushort RichLabel = 0x00D6;
    public const ushort Number = 0x0203;
    public const ushort Packed = 0x027E;
    public const ushort PackedRow = 0x00BD;
    public const ushort Formula = 0x0006;
    public const ushort StringResult = 0x0207;
    public const ushort Truth = 0x0205;

    public static IEnumerable<LegacyRecord> All(byte[] stream, long offset)
    {
        while (offset + 4 <= stream.Length)
        {
            var type = BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan((int)offset));
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan((int)offset + 2)), stream.Length - (int)offset - 4);
            yield return new LegacyRecord(type, (int)offset + 4, length);
            offset += 4 + length;
        }
    }
}
