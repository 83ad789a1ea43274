namespace WeChatPlatform.Search;

/// <summary>
/// The places of one term: entry numbers, rising, each as the distance to the one before, and how often the term stands there.
/// About two bytes a place.
/// </summary>
internal struct Postings
{
    private byte[]? bytes;
    private int length;
    private int last;

    /// <summary>Bytes reserved.</summary>
    public readonly int Capacity => bytes?.Length ?? 0;

    /// <summary>Entries that are still there; the index counts down when one goes.</summary>
    public int Live { get; set; }

    /// <param name="entry">Above every one added before.</param>
    /// <param name="count">1 or more.</param>
    public void Add(int entry, int count)
    {
        bytes ??= new byte[8];
        if (bytes.Length - length < 10)
        {
            Array.Resize(ref bytes, Math.Max(16, bytes.Length + (bytes.Length / 2) + 2));
        }

        // The lowest bit says that the term stands there once, as most do.
        Write((uint)(entry - last) << 1 | (count == 1 ? 1u : 0u));
        if (count != 1)
        {
            Write((uint)count);
        }

        last = entry;
        Live++;
    }

    public readonly Reader Read() => new(bytes.AsSpan(0, length));

    private void Write(uint value)
    {
        while (value >= 0x80)
        {
            bytes![length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes![length++] = (byte)value;
    }

    /// <summary>Goes over the places of a term.</summary>
    public ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private int at;

        public int Entry { get; private set; }

        public int Count { get; private set; }

        public bool Next()
        {
            if (at >= bytes.Length)
            {
                return false;
            }

            var value = Value();
            Entry += (int)(value >> 1);
            Count = (value & 1) != 0 ? 1 : (int)Value();
            return true;
        }

        private uint Value()
        {
            uint value = bytes[at++];
            if (value < 0x80)
            {
                return value;
            }

            value &= 0x7f;
            for (var shift = 7; ; shift += 7)
            {
                uint next = bytes[at++];
                value |= (next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
        }
    }
}
