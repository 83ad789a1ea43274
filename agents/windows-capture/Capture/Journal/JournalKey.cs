using System.Security.Cryptography;

namespace WeChatPlatform.Capture.Journal;

/// <summary>The journal's key: made once, reused by every start, kept as <see cref="IKeyProtection"/> says.</summary>
internal static class JournalKey
{
    /// <summary>
    /// Null when there is a file and it holds no key that can be used here. A bare key of an earlier agent is taken over:
    /// what it encrypted stays readable, and the file gets today's protection.
    /// </summary>
    public static byte[]? Read(string path, IKeyProtection protection)
    {
        var stored = File.ReadAllBytes(path);
        var key = Unprotected(stored, protection);
        if (key is null)
        {
            return null;
        }

        if (stored.Length == JournalCipher.KeySize && protection is not OwnersFile)
        {
            DurableFile.Replace(path, protection.Protect(key));
        }
        else if (!OperatingSystem.IsWindows())
        {
            // Restored from a backup, it may have become readable by others.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return key;
    }

    public static byte[] Create(string path, IKeyProtection protection)
    {
        var key = RandomNumberGenerator.GetBytes(JournalCipher.KeySize);
        DurableFile.Replace(path, protection.Protect(key));
        return key;
    }

    private static byte[]? Unprotected(byte[] stored, IKeyProtection protection)
    {
        try
        {
            var key = stored.Length == JournalCipher.KeySize ? stored : protection.Unprotect(stored);
            return key.Length == JournalCipher.KeySize ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
