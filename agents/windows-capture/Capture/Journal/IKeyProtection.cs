using System.Security.Cryptography;

namespace WeChatPlatform.Capture.Journal;

/// <summary>How the journal's key is kept on the disk: by the operating system's key store, or by the file's mode alone.</summary>
internal interface IKeyProtection
{
    /// <summary>The form on the disk.</summary>
    byte[] Protect(byte[] key);

    /// <exception cref="CryptographicException">Kept by another user or machine, or damaged.</exception>
    byte[] Unprotect(byte[] stored);
}

/// <summary>Where there is no key store for services and users alike: the file belongs to its owner alone.</summary>
internal sealed class OwnersFile : IKeyProtection
{
    public byte[] Protect(byte[] key) => key;

    public byte[] Unprotect(byte[] stored) => stored;
}
