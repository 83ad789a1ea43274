using System.Security.Cryptography;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

public sealed class JournalKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeyPath => Path.Combine(_folder.Path, "journal.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_is_kept_in_its_protected_form_and_comes_out_again()
    {
        var made = JournalKey.Create(KeyPath, new KeyStore());

        JournalKey.Read(KeyPath, new KeyStore()).ShouldBe(made);
        File.ReadAllBytes(KeyPath).ShouldNotBe(made);
    }

    [Fact]
    public void A_bare_key_of_an_earlier_agent_is_taken_over_and_protected()
    {
        var bare = JournalKey.Create(KeyPath, new OwnersFile());
        File.ReadAllBytes(KeyPath).ShouldBe(bare);

        JournalKey.Read(KeyPath, new KeyStore()).ShouldBe(bare);

        File.ReadAllBytes(KeyPath).Length.ShouldBeGreaterThan(bare.Length);
        JournalKey.Read(KeyPath, new KeyStore()).ShouldBe(bare);
    }

    [Fact]
    public void A_key_of_another_user_is_none()
    {
        JournalKey.Create(KeyPath, new KeyStore());

        JournalKey.Read(KeyPath, new KeyStore { User = "another" }).ShouldBeNull();
    }

    [Fact]
    public void A_key_file_that_others_may_read_is_closed_to_them()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix file modes");
            return;
        }

        JournalKey.Create(KeyPath, new OwnersFile());
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.GroupRead);

        JournalKey.Read(KeyPath, new OwnersFile()).ShouldNotBeNull();

        File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void The_key_store_of_Windows_gives_back_what_it_was_given()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Skip("DPAPI");
            return;
        }

        var key = RandomNumberGenerator.GetBytes(JournalCipher.KeySize);
        var store = new WindowsKeyStore();
        var kept = store.Protect(key);

        kept.AsSpan().IndexOf(key).ShouldBe(-1);
        store.Unprotect(kept).ShouldBe(key);
    }

    /// <summary>A key store as DPAPI is one: longer than the key, and closed to other users.</summary>
    private sealed class KeyStore : IKeyProtection
    {
        public string User { get; init; } = "user";

        public byte[] Protect(byte[] key) => [.. Mark(), .. key.Select(value => (byte)~value)];

        public byte[] Unprotect(byte[] stored) => stored.AsSpan().StartsWith(Mark())
            ? [.. stored[Mark().Length..].Select(value => (byte)~value)]
            : throw new CryptographicException("Not this user's.");

        private byte[] Mark() => System.Text.Encoding.UTF8.GetBytes($"KEPT {User} ");
    }
}
