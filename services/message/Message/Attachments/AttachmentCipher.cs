using System.Security.Cryptography;

namespace WeChatPlatform.Message.Attachments;

/// <summary>
/// AES-256-GCM in the place where the bytes lie: nonce, content, tag. An attachment is in memory once, plain or encrypted.
/// </summary>
internal static class AttachmentCipher
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Room for a content and what the encryption adds.</summary>
    public static byte[] Room(int contentBytes) => GC.AllocateUninitializedArray<byte>(NonceBytes + contentBytes + TagBytes);

    /// <summary>Where in the room the content is.</summary>
    public static Memory<byte> ContentOf(byte[] room) => room.AsMemory(NonceBytes..^TagBytes);

    /// <summary>Encrypts the content where it is. The same bytes under another id are not accepted later.</summary>
    public static void Seal(byte[] room, Guid id, byte[] key)
    {
        var nonce = room.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        var content = ContentOf(room).Span;
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, content, content, room.AsSpan(^TagBytes..), Bound(id));
    }

    /// <summary>Decrypts the content where it is.</summary>
    /// <exception cref="CryptographicException">Not sealed with this key for this id, torn or changed.</exception>
    public static Memory<byte> Open(byte[] room, Guid id, byte[] key)
    {
        if (room.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Shorter than a nonce and a tag.");
        }

        var content = ContentOf(room);
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(room.AsSpan(0, NonceBytes), content.Span, room.AsSpan(^TagBytes..), content.Span, Bound(id));
        return content;
    }

    private static byte[] Bound(Guid id) => id.ToByteArray(bigEndian: true);
}
