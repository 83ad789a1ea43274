using System.Buffers.Binary;
using System.Numerics;

namespace System.IO.Hashing;

/// <summary>XXH64 over a whole buffer, seed 0, big-endian digest: the one member of the package that YARP calls.</summary>
public static class XxHash64
{
    private const ulong P1 = 11400714785074694791, P2 = 14029467366897019727, P3 = 1609587929392839161,
        P4 = 9650029242287828579, P5 = 2870177450012600261;

    public static byte[] Hash(byte[] source) => Hash(source.AsSpan());

    public static byte[] Hash(ReadOnlySpan<byte> source, long seed = 0)
    {
        var digest = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(digest, HashToUInt64(source, seed));
        return digest;
    }

    public static ulong HashToUInt64(ReadOnlySpan<byte> source, long seed = 0)
    {
        var rest = source;
        ulong hash;
        var start = unchecked((ulong)seed);
        if (rest.Length >= 32)
        {
            ulong a = start + P1 + P2, b = start + P2, c = start, d = start - P1;
            while (rest.Length >= 32)
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(rest));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(rest[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(rest[24..]));
                rest = rest[32..];
            }

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        else
        {
            hash = start + P5;
        }

        hash += (ulong)source.Length;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            hash = BitOperations.RotateLeft(hash, 27) * P1 + P4;
        }

        if (rest.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(rest) * P1;
            hash = BitOperations.RotateLeft(hash, 23) * P2 + P3;
            rest = rest[4..];
        }

        foreach (var value in rest)
        {
            hash ^= value * P5;
            hash = BitOperations.RotateLeft(hash, 11) * P1;
        }

        hash = (hash ^ (hash >> 33)) * P2;
        hash = (hash ^ (hash >> 29)) * P3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong accumulator, ulong input) =>
        BitOperations.RotateLeft(accumulator + input * P2, 31) * P1;

    private static ulong Merge(ulong hash, ulong accumulator) => (hash ^ Round(0, accumulator)) * P1 + P4;
}
