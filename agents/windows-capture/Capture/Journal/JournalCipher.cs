using System.Security.Cryptography;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// AES-256-GCM with a key of its own file. Sealed form: 4 bytes mark, 12 bytes nonce, 16 bytes tag, ciphertext. The mark
/// is authenticated with it. Concurrency: one lock; AesGcm keeps the state of an operation in itself, and two at once would
/// spoil each other.
/// </summary>
internal sealed class JournalCipher : IDisposable
{
    internal const int KeySize = 32;

    /// <summary>What stands before the ciphertext.</summary>
    internal const int HeadSize = 4 + NonceSize + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private static readonly byte[] Mark = "WCJ1"u8.ToArray();
    private readonly Lock _gate = new();
    private readonly AesGcm _aes;

    public JournalCipher(byte[] key) => _aes = new AesGcm(key, TagSize);

    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var result = new byte[HeadSize + plain.Length];
        plain.CopyTo(result.AsSpan(HeadSize));
        SealInPlace(result);
        return result;
    }

    /// <summary>Seals what stands behind <see cref="HeadSize"/> bytes of room, without a copy.</summary>
    public void SealInPlace(Span<byte> document)
    {
        Mark.CopyTo(document);
        var nonce = document.Slice(Mark.Length, NonceSize);
        var text = document[HeadSize..];
        RandomNumberGenerator.Fill(nonce);
        lock (_gate)
        {
            _aes.Encrypt(nonce, text, text, document.Slice(Mark.Length + NonceSize, TagSize), Mark);
        }
    }

    /// <exception cref="CryptographicException">Not sealed with this key, torn or changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < Mark.Length + NonceSize + TagSize || !sealedBytes.StartsWith(Mark))
        {
            throw new CryptographicException("This is no journal.");
        }

        var plain = new byte[sealedBytes.Length - Mark.Length - NonceSize - TagSize];
        lock (_gate)
        {
            _aes.Decrypt(
                sealedBytes.Slice(Mark.Length, NonceSize),
                sealedBytes[(Mark.Length + NonceSize + TagSize)..],
                sealedBytes.Slice(Mark.Length + NonceSize, TagSize),
                plain,
                Mark);
        }

        return plain;
    }

    public void Dispose() => _aes.Dispose();
}
