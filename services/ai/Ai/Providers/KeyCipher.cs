using System.Security.Cryptography;
using System.Text;

namespace WeChatPlatform.Ai.Providers;

/// <summary>
/// AES-256-GCM over a provider's key: nonce, ciphertext and tag are one value. The provider's id and the address that the key was given
/// for are authenticated with it: put under another row, or sent to another server by a changed row, it does not open.
/// </summary>
internal static class KeyCipher
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(string key, byte[] secret, string providerId, string address)
    {
        var plain = Encoding.UTF8.GetBytes(key);
        var sealedKey = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedKey.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(secret, TagBytes);
        aes.Encrypt(nonce, plain, sealedKey.AsSpan(NonceBytes, plain.Length), sealedKey.AsSpan(^TagBytes..), Bound(providerId, address));
        CryptographicOperations.ZeroMemory(plain);
        return sealedKey;
    }

    /// <exception cref="CryptographicException">Not sealed with this secret for this provider and address, torn or changed.</exception>
    public static string Open(byte[] sealedKey, byte[] secret, string providerId, string address)
    {
        if (sealedKey.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Shorter than a nonce and a tag.");
        }

        var plain = new byte[sealedKey.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(secret, TagBytes);
        aes.Decrypt(
            sealedKey.AsSpan(0, NonceBytes), sealedKey.AsSpan(NonceBytes, plain.Length), sealedKey.AsSpan(^TagBytes..), plain,
            Bound(providerId, address));
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Bound(string providerId, string address) => Encoding.UTF8.GetBytes($"{providerId}\n{address}");
}
