using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeChatPlatform.Search;

/// <summary>
/// A vector in steps of a 127th of its largest component, a byte each: a quarter of the memory to read. How far it is from the
/// true vector is known, so that a search can tell which ones it has to look at exactly.
/// </summary>
internal static class QuantizedVector
{
    private const int Steps = 127;

    /// <summary>Codes are padded with zeros to a multiple of this.</summary>
    public const int Alignment = 32;

    public static int Stride(int dimensions) => (dimensions + Alignment - 1) / Alignment * Alignment;

    /// <summary>Writes the codes; returns what one step is worth, and the distance between the vector and what the codes say.</summary>
    public static (float Step, float Error) Quantize(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        codes.Clear();
        var largest = 0f;
        foreach (var component in vector)
        {
            largest = Math.Max(largest, Math.Abs(component));
        }

        if (largest == 0)
        {
            return (0, 0);
        }

        var step = largest / Steps;
        var squared = 0.0;
        for (var at = 0; at < vector.Length; at++)
        {
            codes[at] = (sbyte)MathF.Round(vector[at] / step);
            var off = vector[at] - (codes[at] * step);
            squared += off * off;
        }

        return (step, (float)Math.Sqrt(squared));
    }

    /// <summary>The product of two lines of codes of the same length, a multiple of <see cref="Alignment"/>.</summary>
    /// <param name="question">The codes of the question.</param>
    /// <param name="offset">128 times the sum of the question's codes: <see cref="Offset"/>.</param>
    /// <param name="codes">The codes of an entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(ReadOnlySpan<sbyte> question, int offset, ReadOnlySpan<sbyte> codes)
    {
        ref var left = ref MemoryMarshal.GetReference(question);
        ref var right = ref MemoryMarshal.GetReference(codes);
        if (AvxVnni.IsSupported)
        {
            // The instruction multiplies unsigned by signed bytes: shifting a code by 128 makes it unsigned, the offset takes
            // that back.
            var sums = Vector256<int>.Zero;
            var shift = Vector256.Create((byte)0x80);
            for (nuint at = 0; at < (nuint)codes.Length; at += Alignment)
            {
                var shifted = Vector256.LoadUnsafe(ref right, at).AsByte() ^ shift;
                sums = AvxVnni.MultiplyWideningAndAdd(sums, shifted, Vector256.LoadUnsafe(ref left, at));
            }

            return Vector256.Sum(sums) - offset;
        }

        var sum = Vector256<int>.Zero;
        for (nuint at = 0; at < (nuint)codes.Length; at += Alignment)
        {
            var (a, b) = (Vector256.LoadUnsafe(ref left, at), Vector256.LoadUnsafe(ref right, at));
            var low = Vector256.WidenLower(a) * Vector256.WidenLower(b);
            var high = Vector256.WidenUpper(a) * Vector256.WidenUpper(b);
            sum += Vector256.WidenLower(low) + Vector256.WidenUpper(low) + Vector256.WidenLower(high) + Vector256.WidenUpper(high);
        }

        return Vector256.Sum(sum);
    }

    public static int Offset(ReadOnlySpan<sbyte> question)
    {
        var sum = 0;
        foreach (var code in question)
        {
            sum += code;
        }

        return sum * 128;
    }

    /// <summary>The product of two vectors as they are.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(left);
        var b = MemoryMarshal.Cast<float, Vector<float>>(right);
        var sums = Vector<float>.Zero;
        for (var at = 0; at < a.Length; at++)
        {
            sums += a[at] * b[at];
        }

        var sum = Vector.Sum(sums);
        for (var at = a.Length * Vector<float>.Count; at < left.Length; at++)
        {
            sum += left[at] * right[at];
        }

        return sum;
    }
}
