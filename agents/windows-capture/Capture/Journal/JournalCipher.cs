using System.Security.Cryptography;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// AES-256-GCM with a key of its own file. Sealed form: 4 bytes mark, 12 bytes nonce, 16 bytes tag, ciphertext; what else is
/// authenticated with it is the caller's, the mark at least. Concurrency: one lock; AesGcm keeps the state of an operation in
/// itself, and two at once would spoil each other.
/// </summary>
internal sealed class JournalCipher : IDisposable
{
    internal const int KeySize = 32;
    internal const int NonceSize = 12;
    internal const int TagSize = 16;
    private const int HeadSize = 4 + NonceSize + TagSize;
    private static readonly byte[] Mark = "WCJ1"u8.ToArray();
    private readonly Lock _gate = new();
    private readonly AesGcm _aes;

    public JournalCipher(byte[] key) => _aes = new AesGcm(key, TagSize);

    /// <summary>Seals what lies in a file of its own, under <see cref="Mark"/>.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var result = new byte[HeadSize + plain.Length];
        Mark.CopyTo(result, 0);
        plain.CopyTo(result.AsSpan(HeadSize));
        SealInPlace(result.AsSpan(Mark.Length, NonceSize), result.AsSpan(Mark.Length + NonceSize, TagSize), result.AsSpan(HeadSize), Mark);
        return result;
    }

    /// <exception cref="CryptographicException">Not sealed with this key, torn or changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < HeadSize || !sealedBytes.StartsWith(Mark))
        {
            throw new CryptographicException("This is no journal.");
        }

        return Open(
            sealedBytes.Slice(Mark.Length, NonceSize), sealedBytes.Slice(Mark.Length + NonceSize, TagSize), sealedBytes[HeadSize..], Mark);
    }

    /// <summary>Puts the ciphertext where the plain text stands, and fills in nonce and tag.</summary>
    public void SealInPlace(Span<byte> nonce, Span<byte> tag, Span<byte> text, ReadOnlySpan<byte> authenticated)
    {
        RandomNumberGenerator.Fill(nonce);
        lock (_gate)
        {
            _aes.Encrypt(nonce, text, text, tag, authenticated);
        }
    }

    /// <exception cref="CryptographicException">Not sealed with this key, torn or changed.</exception>
    public byte[] Open(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> authenticated)
    {
        var plain = new byte[ciphertext.Length];
        lock (_gate)
        {
            _aes.Decrypt(nonce, ciphertext, tag, plain, authenticated);
        }

        return plain;
    }

    public void Dispose() => _aes.Dispose();
}
