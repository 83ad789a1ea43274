using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Attachments;

/// <summary>The secrets of the settings, read once: one to encrypt with, if any, and all that may have been used.</summary>
internal sealed class AttachmentKeys
{
    public const int Bytes = 32;

    private readonly Dictionary<string, byte[]> known = new(StringComparer.Ordinal);

    public AttachmentKeys(IOptions<MessageOptions> options)
    {
        var settings = options.Value;
        if (!string.IsNullOrEmpty(settings.AttachmentKey) || !string.IsNullOrEmpty(settings.AttachmentKeyFile))
        {
            ActiveId = Add(Read(settings.AttachmentKey, settings.AttachmentKeyFile));
        }

        foreach (var earlier in settings.EarlierAttachmentKeys.Where(key => key.IsGiven))
        {
            Add(Read(earlier.Key, earlier.KeyFile));
        }
    }

    /// <summary>The id of the secret to encrypt with; absent when no attachments are taken.</summary>
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
        // Stands beside every attachment, and tells nothing of the secret that the ciphertext does not tell as well.
        var id = Base64Url.EncodeToString(HMACSHA256.HashData(secret, "wechat-platform attachment key id"u8).AsSpan(0, 9));
        known[id] = secret;
        return id;
    }
}

/// <summary>Each secret from one place, and a secret for AES-256.</summary>
internal sealed class AttachmentKeysValidator : IValidateOptions<MessageOptions>
{
    public ValidateOptionsResult Validate(string? name, MessageOptions options)
    {
        List<string> faults = [];
        Check("Message:AttachmentKey", "Message:AttachmentKeyFile", options.AttachmentKey, options.AttachmentKeyFile, faults);
        for (var i = 0; i < options.EarlierAttachmentKeys.Count; i++)
        {
            var key = options.EarlierAttachmentKeys[i];
            Check(
                $"Message:EarlierAttachmentKeys:{i}:Key", $"Message:EarlierAttachmentKeys:{i}:KeyFile", key.Key, key.KeyFile, faults);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(string keyName, string fileName, string? key, string? file, List<string> faults)
    {
        if (string.IsNullOrEmpty(key) && string.IsNullOrEmpty(file))
        {
            return;
        }

        if (!string.IsNullOrEmpty(key) && !string.IsNullOrEmpty(file))
        {
            faults.Add($"{keyName} or {fileName} is set, not both.");
            return;
        }

        try
        {
            AttachmentKeys.Read(key, file);
        }
        catch (FormatException)
        {
            faults.Add($"{(string.IsNullOrEmpty(file) ? keyName : fileName)} is {AttachmentKeys.Bytes} bytes in base64 (openssl rand -base64 32).");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{fileName} cannot be read: {file}");
        }
    }
}
