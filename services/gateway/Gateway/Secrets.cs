using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace WeChatPlatform.Gateway;

/// <summary>Keys and passwords: made at random, stored as slow salted hashes, compared in constant time.</summary>
internal sealed class Secrets
{
    // Letters and digits that are not taken for one another when somebody types them.
    private const string Readable = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private readonly PasswordHasher<Secrets> hasher = new();
    private readonly Lazy<string> decoy;

    public Secrets() => decoy = new Lazy<string>(() => Hash(NewApiKey()));

    public static string NewApiKey() => "wk_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string NewPassword() => RandomNumberGenerator.GetString(Readable, 16);

    public string Hash(string secret) => hasher.HashPassword(this, secret);

    public bool Matches(string hash, string secret) =>
        hasher.VerifyHashedPassword(this, hash, secret) != PasswordVerificationResult.Failed;

    /// <summary>
    /// Takes the time of a comparison where there is nothing to compare with, so that a stranger cannot tell a name that
    /// exists from one that does not.
    /// </summary>
    public void CompareWithNothing(string secret) => Matches(decoy.Value, secret);
}
