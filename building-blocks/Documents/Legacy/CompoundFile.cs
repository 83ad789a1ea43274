using System.Buffers.Binary;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>
/// The file system inside old Office files ([MS-CFB]): the streams below its root. Chains that run in circles or out of the file end where
/// they do.
/// </summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint None = 0xFFFFFFFF;
    private const int EntryBytes = 128;
    private const int HeaderDifat = 109;
    private const int MaxEntries = 100_000;

    private readonly byte[] _content;
    private readonly int _sectorBytes;
    private readonly int _smallBytes;
    private readonly uint _smallLimit;
    private readonly List<uint> _fat = [];
    private readonly List<uint> _smallFat;
    private readonly byte[] _small;
    private readonly Dictionary<string, (uint Start, long Size)> _streams = new(StringComparer.OrdinalIgnoreCase);

    private CompoundFile(byte[] content, CancellationToken ct)
    {
        _content = content;
        if (content.Length < 512 || UInt16(30) is not (9 or 12) || UInt16(32) is < 4 or > 9)
        {
            throw Unreadable.BecauseBroken();
        }

        _sectorBytes = 1 << UInt16(30);
        _smallBytes = 1 << UInt16(32);
        _smallLimit = UInt32(56);
        ReadFat(ct);
        var directory = Chain(UInt32(48), _fat, long.MaxValue, _content, _sectorBytes, _sectorBytes);
        var count = Math.Min(directory.Length / EntryBytes, MaxEntries);
        if (count == 0)
        {
            throw Unreadable.BecauseBroken();
        }

        var (rootStart, rootSize) = Place(directory, 0);
        _small = Chain(rootStart, _fat, rootSize, _content, _sectorBytes, _sectorBytes);
        _smallFat = Numbers(Chain(UInt32(60), _fat, long.MaxValue, _content, _sectorBytes, _sectorBytes));
        ReadDirectory(directory, count);
    }

    public static ReadOnlySpan<byte> Mark => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public static CompoundFile Open(byte[] content, CancellationToken ct) => new(content, ct);

    public bool Has(string name) => _streams.ContainsKey(name);

    /// <summary>A stream as far as it can be followed; empty when there is none of the name.</summary>
    public byte[] Read(string name) => !_streams.TryGetValue(name, out var stream) ? []
        : stream.Size < _smallLimit ? Chain(stream.Start, _smallFat, stream.Size, _small, 0, _smallBytes)
        : Chain(stream.Start, _fat, stream.Size, _content, _sectorBytes, _sectorBytes);

    private void ReadFat(CancellationToken ct)
    {
        var most = (_content.Length / _sectorBytes) + 1;
        var sectors = new List<uint>();
        for (var i = 0; i < HeaderDifat; i++)
        {
            sectors.Add(UInt32(76 + (i * 4)));
        }

        var next = UInt32(68);
        for (var guard = 0; next < EndOfChain && guard < most && Sector(next) is { } at; guard++)
        {
            ct.ThrowIfCancellationRequested();
            var numbers = Numbers(_content.AsSpan(at, Math.Min(_sectorBytes, _content.Length - at)).ToArray());
            sectors.AddRange(numbers.SkipLast(1));
            next = numbers.Count > 0 ? numbers[^1] : EndOfChain;
        }

        foreach (var sector in sectors.Where(sector => sector < EndOfChain - 3).Take(most))
        {
            if (Sector(sector) is { } at)
            {
                _fat.AddRange(Numbers(_content.AsSpan(at, Math.Min(_sectorBytes, _content.Length - at)).ToArray()));
            }
        }
    }

    private int? Sector(uint number)
    {
        var at = ((long)number + 1) * _sectorBytes;
        return at < _content.Length ? (int)at : null;
    }

    private void ReadDirectory(byte[] directory, int count)
    {
        var open = new Stack<uint>([UInt32(directory, 76)]);
        var seen = new HashSet<uint>();
        while (open.TryPop(out var entry))
        {
            if (entry >= count || !seen.Add(entry))
            {
                continue;
            }

            var at = (int)entry * EntryBytes;
            open.Push(UInt32(directory, at + 68));
            open.Push(UInt32(directory, at + 72));
            var length = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 64)) - 2, 0, 62);
            if (directory[at + 66] == 2)
            {
                _streams.TryAdd(Encoding.Unicode.GetString(directory, at, length), Place(directory, at));
            }
        }
    }

    private static (uint Start, long Size) Place(byte[] directory, int at) => (UInt32(directory, at + 116), UInt32(directory, at + 120));

    private static byte[] Chain(uint start, List<uint> table, long size, byte[] from, int offset, int sectorBytes)
    {
        var most = (from.Length / sectorBytes) + 1;
        using var bytes = new MemoryStream();
        for (var guard = 0; start < EndOfChain - 3 && guard < most && bytes.Length < size; guard++)
        {
            var at = ((long)start * sectorBytes) + offset;
            if (at >= from.Length)
            {
                break;
            }

            bytes.Write(from, (int)at, (int)Math.Min(Math.Min(sectorBytes, from.Length - at), size - bytes.Length));
            start = start < table.Count ? table[(int)start] : None;
        }

        return bytes.ToArray();
    }

    private static List<uint> Numbers(byte[] bytes)
    {
        var numbers = new List<uint>(bytes.Length / 4);
        for (var at = 0; at + 4 <= bytes.Length; at += 4)
        {
            numbers.Add(UInt32(bytes, at));
        }

        return numbers;
    }

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_content.AsSpan(at));

    private uint UInt32(int at) => UInt32(_content, at);

    private static uint UInt32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}
