using System.Buffers.Binary;

namespace WeChatPlatform.Ai.Media;

/// <summary>The samples of a WAV file that holds plain 16-bit mono sound, which speech servers take without a decoder.</summary>
internal sealed record Wave(int SampleRate, ReadOnlyMemory<byte> Samples)
{
    private const int HeaderBytes = 12;
    private const int Pcm = 1;

    /// <returns>Nothing for anything else: compressed, stereo, or cut off inside its header.</returns>
    public static Wave? Of(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < HeaderBytes || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WAVE"u8))
        {
            return null;
        }

        int? rate = null;
        for (long at = HeaderBytes; at + 8 <= bytes.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)(at + 4)..]);
            var chunk = bytes[(int)at..];
            if (chunk.StartsWith("fmt "u8) && size >= 16 && chunk.Length >= 24)
            {
                rate = IsPlain(chunk) ? BinaryPrimitives.ReadInt32LittleEndian(chunk[12..]) : null;
            }
            else if (chunk.StartsWith("data"u8))
            {
                // A recorder that was cut off wrote no length, or one beyond the end.
                var length = (int)Math.Min(size, bytes.Length - at - 8) & ~1;
                return rate is >= 8_000 and <= 48_000 ? new Wave(rate.Value, file.Slice((int)at + 8, length)) : null;
            }

            at += 8 + size + (size & 1);
        }

        return null;
    }

    private static bool IsPlain(ReadOnlySpan<byte> format) =>
        BinaryPrimitives.ReadUInt16LittleEndian(format[8..]) == Pcm
        && BinaryPrimitives.ReadUInt16LittleEndian(format[10..]) == 1
        && BinaryPrimitives.ReadUInt16LittleEndian(format[22..]) == 16;
}
