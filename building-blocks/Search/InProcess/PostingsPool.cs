namespace WeChatPlatform.Search;

/// <summary>
/// Bytes for the places of many terms, in large blocks: millions of small arrays would each be looked at by every garbage collection.
/// What was given stays given; an index that has much garbage is written anew into another pool.
/// </summary>
/// <remarks>One writer at a time; up to two gigabytes.</remarks>
internal sealed class PostingsPool
{
    private const int BlockBits = 20;
    private const int BlockBytes = 1 << BlockBits;

    private readonly List<byte[]> blocks = [];
    private int used = BlockBytes;

    /// <summary>Bytes reserved.</summary>
    public long Bytes => (long)blocks.Count * BlockBytes;

    public byte this[int address]
    {
        set => blocks[address >> BlockBits][address & (BlockBytes - 1)] = value;
    }

    /// <summary>The address of so many bytes in a row, at most a block of them.</summary>
    /// <exception cref="OverflowException">Two gigabytes are given.</exception>
    public int Rent(int bytes)
    {
        if (used + bytes > BlockBytes)
        {
            blocks.Add(new byte[BlockBytes]);
            used = 0;
        }

        var address = checked(((blocks.Count - 1) * BlockBytes) + used);
        used += bytes;
        return address;
    }

    /// <summary>Bytes that were given together.</summary>
    public Span<byte> Span(int address, int bytes) => blocks[address >> BlockBits].AsSpan(address & (BlockBytes - 1), bytes);
}
