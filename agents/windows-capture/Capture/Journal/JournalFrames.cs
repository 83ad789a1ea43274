using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// The bytes of a journal: frames, each sealed and bound to the one before it, so that none can be taken out, exchanged or
/// come from another file.
/// </summary>
/// <remarks>
/// A frame: 4 bytes mark, 4 bytes length of the ciphertext, little-endian, and 4 bytes its complement, 12 bytes nonce, 16 bytes tag,
/// ciphertext. Authenticated with it: mark, length, and the tag of the frame before it, zeros for the first one.
/// </remarks>
internal sealed class JournalFrames(JournalCipher cipher)
{
    /// <summary>What stands before the ciphertext.</summary>
    public const int HeadSize = NonceAt + JournalCipher.NonceSize + JournalCipher.TagSize;

    private const int LengthAt = 4;
    private const int ComplementAt = 8;
    private const int NonceAt = 12;
    private const int TagAt = NonceAt + JournalCipher.NonceSize;

    // The least that a disk writes.
    private const int Sector = 512;
    private static readonly byte[] Mark = "WCJ2"u8.ToArray();

    /// <summary>The tag that the first frame is bound to.</summary>
    public static byte[] NoTag => new byte[JournalCipher.TagSize];

    /// <summary>Whether a file has frames; a journal of an older agent is one sealed document.</summary>
    public static bool Has(ReadOnlySpan<byte> file) => file.StartsWith(Mark);

    /// <summary>Seals what stands behind <see cref="HeadSize"/> bytes of room, without a copy.</summary>
    /// <returns>Its tag, which the next frame is bound to.</returns>
    public byte[] SealInPlace(Span<byte> frame, ReadOnlySpan<byte> before)
    {
        Mark.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[LengthAt..], frame.Length - HeadSize);
        BinaryPrimitives.WriteInt32LittleEndian(frame[ComplementAt..], ~(frame.Length - HeadSize));
        var tag = frame.Slice(TagAt, JournalCipher.TagSize);
        cipher.SealInPlace(frame.Slice(NonceAt, JournalCipher.NonceSize), tag, frame[HeadSize..], Authenticated(frame, before));
        return tag.ToArray();
    }

    /// <summary>Opens the frame that a piece of a file begins with.</summary>
    /// <exception cref="CryptographicException">It is none of this file, or was changed.</exception>
    public (byte[] Plain, byte[] Tag, int Size) Open(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> before)
    {
        if (Length(rest) is not { } length || length > rest.Length - HeadSize)
        {
            throw new CryptographicException("This is no frame of a journal.");
        }

        var tag = rest.Slice(TagAt, JournalCipher.TagSize);
        var plain = cipher.Open(
            rest.Slice(NonceAt, JournalCipher.NonceSize), tag, rest.Slice(HeadSize, length), Authenticated(rest, before));
        return (plain, tag.ToArray(), HeadSize + length);
    }

    /// <summary>
    /// Whether what a file has from a place on is what a write leaves that was cut off: shorter than it says it is, or with zeros in
    /// its last sector, where the system had given room and written nothing yet. Anything else that cannot be opened is damage.
    /// </summary>
    public static bool IsTorn(ReadOnlySpan<byte> file, int from)
    {
        var rest = file[from..];
        if (IsZero(rest) || Mark.AsSpan().StartsWith(rest))
        {
            return true;
        }

        if (rest.Length < HeadSize)
        {
            return rest.StartsWith(Mark);
        }

        var lastSector = (file.Length - 1) / Sector * Sector;
        return Length(rest) is { } length
            && (rest.Length - HeadSize < length || (rest.Length - HeadSize == length && lastSector > from && IsZero(file[lastSector..])));
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    // Absent: no frame begins here.
    private static int? Length(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < HeadSize || !rest.StartsWith(Mark))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[LengthAt..]);
        return length >= 0 && BinaryPrimitives.ReadInt32LittleEndian(rest[ComplementAt..]) == ~length ? length : null;
    }

    private static byte[] Authenticated(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> before) => [.. frame[..ComplementAt], .. before];
}
