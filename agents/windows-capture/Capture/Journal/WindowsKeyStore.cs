using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace WeChatPlatform.Capture.Journal;

/// <summary>DPAPI: the key opens for this Windows user on this PC only; a copied data folder is of no use elsewhere.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsKeyStore : IKeyProtection
{
    // Tells the protected form from a bare key that an earlier agent left.
    private static readonly byte[] Mark = "WCK1"u8.ToArray();

    public byte[] Protect(byte[] key) =>
        [.. Mark, .. ProtectedData.Protect(key, optionalEntropy: null, DataProtectionScope.CurrentUser)];

    public byte[] Unprotect(byte[] stored) => stored.AsSpan().StartsWith(Mark)
        ? ProtectedData.Unprotect(stored[Mark.Length..], optionalEntropy: null, DataProtectionScope.CurrentUser)
        : stored;
}
