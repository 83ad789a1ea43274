using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Providers;

/// <summary>The secrets of the settings that providers' keys are sealed with, read once: one to seal, and all that may have been used.</summary>
internal sealed class KeySecrets
{
    public const int Bytes = 32;

    private readonly Dictionary<string, byte[]> known = new(StringComparer.Ordinal);

    public KeySecrets(IOptions<AiOptions> options)
    {
        var settings = options.Value;
        if (!string.IsNullOrEmpty(settings.KeyEncryptionKey) || !string.IsNullOrEmpty(settings.KeyEncryptionKeyFile))
        {
            ActiveId = Add(Read(settings.KeyEncryptionKey, settings.KeyEncryptionKeyFile));
        }

        if (!string.IsNullOrEmpty(settings.EarlierKeyEncryptionKey) || !string.IsNullOrEmpty(settings.EarlierKeyEncryptionKeyFile))
        {
            Add(Read(settings.EarlierKeyEncryptionKey, settings.EarlierKeyEncryptionKeyFile));
        }
    }

    /// <summary>The id of the secret to seal with; absent when keys cannot be stored.</summary>
    public string? ActiveId { get; }

    /// <returns>Nothing for a secret that is not in the settings (any more).</returns>
    public byte[]? Find(string id) => known.GetValueOrDefault(id);

    /// <exception cref="FormatException">It is not 32 bytes in base64.</exception>
    public static byte[] Read(string? key, string? file)
    {
        var secret = Convert.FromBase64String((string.IsNullOrEmpty(file) ? key ?? "" : File.ReadAllText(file)).Trim());
        return secret.Length == Bytes ? secret : throw new FormatException($"The key has {secret.Length} bytes.");
    }

    private string Add(byte[] secret)
    {
        // Stands beside every sealed key, and tells nothing of the secret that the ciphertext does not tell as well.
        var id = Base64Url.EncodeToString(HMACSHA256.HashData(secret, "wechat-platform provider key id"u8).AsSpan(0, 9));
        known[id] = secret;
        return id;
    }
}

/// <summary>Each secret from one place, and a secret for AES-256.</summary>
internal sealed class KeySecretsValidator : IValidateOptions<AiOptions>
{
    public ValidateOptionsResult Validate(string? name, AiOptions options)
    {
        List<string> faults = [];
        Check("Ai:KeyEncryptionKey", options.KeyEncryptionKey, options.KeyEncryptionKeyFile, faults);
        Check("Ai:EarlierKeyEncryptionKey", options.EarlierKeyEncryptionKey, options.EarlierKeyEncryptionKeyFile, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(string setting, string? key, string? file, List<string> faults)
    {
        if (string.IsNullOrEmpty(key) && string.IsNullOrEmpty(file))
        {
            return;
        }

        if (!string.IsNullOrEmpty(key) && !string.IsNullOrEmpty(file))
        {
            faults.Add($"{setting} or {setting}File is set, not both.");
            return;
        }

        try
        {
            KeySecrets.Read(key, file);
        }
        catch (FormatException)
        {
            faults.Add($"{setting}{(string.IsNullOrEmpty(file) ? "" : "File")} is {KeySecrets.Bytes} bytes in base64 (openssl rand -base64 32).");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{setting}File cannot be read: {file}");
        }
    }
}
