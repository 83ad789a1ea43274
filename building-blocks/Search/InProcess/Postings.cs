using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WeChatPlatform.Search;

/// <summary>
/// The places of one term: entry numbers, rising, each as the distance to the one before, and how often the term stands there.
/// About two bytes a place, in slices of a pool that grow with the term.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Postings
{
    private const int LeastSlice = 8;
    private const int MostGrowth = 12;
    private const int LinkBytes = sizeof(int);

    private int first;
    private int at;
    private int end;
    private int last;
    private int slices;

    /// <summary>Entries that are still there; the index counts down when one goes.</summary>
    public int Live { get; set; }

    /// <param name="pool">The same for all calls.</param>
    /// <param name="entry">Above every one added before.</param>
    /// <param name="count">1 or more.</param>
    public void Add(PostingsPool pool, int entry, int count)
    {
        // The lowest bit says that the term stands there once, as most do.
        Write(pool, (uint)(entry - last) << 1 | (count == 1 ? 1u : 0u));
        if (count != 1)
        {
            Write(pool, (uint)count);
        }

        last = entry;
        Live++;
    }

    public readonly Reader Read(PostingsPool pool) => new(pool, first, at, slices);

    private static int SliceBytes(int slice) => LeastSlice << Math.Min(slice, MostGrowth);

    private void Write(PostingsPool pool, uint value)
    {
        while (value >= 0x80)
        {
            Write(pool, (byte)(value | 0x80));
            value >>= 7;
        }

        Write(pool, (byte)value);
    }

    private void Write(PostingsPool pool, byte value)
    {
        if (at == end)
        {
            var next = pool.Rent(SliceBytes(slices) + LinkBytes);
            if (slices == 0)
            {
                first = next;
            }
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(pool.Span(end, LinkBytes), next);
            }

            (at, end) = (next, next + SliceBytes(slices++));
        }

        pool[at++] = value;
    }

    /// <summary>Goes over the places of a term.</summary>
    [StructLayout(LayoutKind.Auto)]
    public ref struct Reader
    {
        private readonly PostingsPool pool;
        private readonly int stop;
        private readonly int slices;
        private ReadOnlySpan<byte> slice;
        private int at;
        private int end;
        private int entered;

        public Reader(PostingsPool pool, int first, int stop, int slices)
        {
            (this.pool, this.stop, this.slices) = (pool, stop, slices);
            if (slices > 0)
            {
                Enter(first);
            }
        }

        public int Entry { get; private set; }

        public int Count { get; private set; }

        public bool Next()
        {
            if (at == slice.Length && !Follow())
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
            uint value = Byte();
            if (value < 0x80)
            {
                return value;
            }

            value &= 0x7f;
            for (var shift = 7; ; shift += 7)
            {
                uint next = Byte();
                value |= (next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
        }

        private byte Byte()
        {
            if (at == slice.Length)
            {
                Follow();
            }

            return slice[at++];
        }

        // To the slice that the link behind this one names; false after the last.
        private bool Follow()
        {
            if (entered == slices)
            {
                return false;
            }

            Enter(BinaryPrimitives.ReadInt32LittleEndian(pool.Span(end, LinkBytes)));
            return true;
        }

        private void Enter(int address)
        {
            end = address + SliceBytes(entered++);
            slice = pool.Span(address, (entered == slices ? stop : end) - address);
            at = 0;
        }
    }
}
