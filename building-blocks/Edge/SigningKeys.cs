using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace WeChatPlatform.Edge;

/// <summary>
/// The secrets of <see cref="EdgeOptions"/>, read once: one to sign with, and all whose tokens are accepted. A token names
/// its key by an id that is derived from the secret, so processes need no names to agree on.
/// </summary>
internal sealed class SigningKeys
{
    public const int LeastBytes = 32;

    private readonly List<(SymmetricSecurityKey Key, DateTimeOffset? Until)> accepted;

    public SigningKeys(IOptions<EdgeOptions> options)
    {
        Active = Named(Read(options.Value.SigningKey, options.Value.SigningKeyFile));
        accepted =
        [
            (Active, null),
            .. options.Value.AcceptedKeys.Where(key => key.IsGiven).Select(key => (Named(Read(key.Key, key.KeyFile)), key.Until)),
        ];
    }

    public SymmetricSecurityKey Active { get; }

    /// <summary>
    /// The keys that a token may be signed with now. A token that names a key is checked with that key alone; one that names
    /// none is older than key ids and is checked with each.
    /// </summary>
    public IReadOnlyList<SecurityKey> For(string? keyId, DateTimeOffset now) =>
        [.. accepted.Where(one => (keyId is null || one.Key.KeyId == keyId) && (one.Until is null || now < one.Until))
            .Select(one => one.Key)];

    public static byte[] Read(string? key, string? file) =>
        Encoding.UTF8.GetBytes(string.IsNullOrEmpty(file) ? key ?? "" : File.ReadAllText(file).Trim());

    /// <summary>Tells nothing about the secret that a signature made with it does not tell as well.</summary>
    public static string IdOf(byte[] secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secret, "wechat-platform key id"u8).AsSpan(0, 9));

    private static SymmetricSecurityKey Named(byte[] secret) => new(secret) { KeyId = IdOf(secret) };
}

/// <summary>Each key from one place, long enough for HMAC-SHA256.</summary>
internal sealed class SigningKeysValidator : IValidateOptions<EdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        List<string> faults = [];
        Check("Edge:SigningKey", "Edge:SigningKeyFile", options.SigningKey, options.SigningKeyFile, faults);
        for (var i = 0; i < options.AcceptedKeys.Count; i++)
        {
            var key = options.AcceptedKeys[i];
            if (!key.IsGiven)
            {
                continue;
            }

            Check($"Edge:AcceptedKeys:{i}:Key", $"Edge:AcceptedKeys:{i}:KeyFile", key.Key, key.KeyFile, faults);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(string keyName, string fileName, string? key, string? file, List<string> faults)
    {
        if (string.IsNullOrEmpty(key) == string.IsNullOrEmpty(file))
        {
            faults.Add($"{keyName} or {fileName} must be set, one of the two: "
                + "a secret of 32 bytes or more, the same in every process (openssl rand -base64 48).");
            return;
        }

        if (!string.IsNullOrEmpty(file) && !File.Exists(file))
        {
            faults.Add($"{fileName} does not exist: {file}");
            return;
        }

        try
        {
            if (SigningKeys.Read(key, file).Length < SigningKeys.LeastBytes)
            {
                faults.Add($"{(string.IsNullOrEmpty(file) ? keyName : fileName)}: "
                    + $"the key is shorter than {SigningKeys.LeastBytes} bytes.");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{fileName} cannot be read: {file}");
        }
    }
}
