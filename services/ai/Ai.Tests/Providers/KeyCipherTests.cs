using System.Security.Cryptography;
using System.Text;
using WeChatPlatform.Ai.Providers;

namespace WeChatPlatform.Ai.Tests.Providers;

public class KeyCipherTests
{
    private const string Key = "sk-made-up-0123456789abcdef";
    private const string Address = "https://api.example.com";
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void What_was_sealed_is_opened_and_reads_like_nothing()
    {
        var first = KeyCipher.Seal(Key, Secret, "one", Address);
        var second = KeyCipher.Seal(Key, Secret, "one", Address);

        KeyCipher.Open(first, Secret, "one", Address).ShouldBe(Key);
        first.ShouldNotBe(second);
        Encoding.UTF8.GetString(first).ShouldNotContain("made-up");
    }

    [Fact]
    public void A_key_opens_for_its_provider_and_its_server_alone()
    {
        var sealedKey = KeyCipher.Seal(Key, Secret, "one", Address);

        Should.Throw<CryptographicException>(() => KeyCipher.Open(sealedKey, Secret, "two", Address));
        Should.Throw<CryptographicException>(() => KeyCipher.Open(sealedKey, Secret, "one", "https://elsewhere.example.com"));
        Should.Throw<CryptographicException>(() => KeyCipher.Open(sealedKey, RandomNumberGenerator.GetBytes(32), "one", Address));
    }

    [Fact]
    public void A_torn_or_changed_value_does_not_open()
    {
        var sealedKey = KeyCipher.Seal(Key, Secret, "one", Address);
        for (var i = 0; i < sealedKey.Length; i++)
        {
            var changed = sealedKey.ToArray();
            changed[i] ^= 1;
            Should.Throw<CryptographicException>(() => KeyCipher.Open(changed, Secret, "one", Address));
        }

        Should.Throw<CryptographicException>(() => KeyCipher.Open(sealedKey[..20], Secret, "one", Address));
    }
}
