using System.Buffers.Text;
using System.Security.Cryptography;

namespace WeChatPlatform.Hosting;

/// <summary>Secrets of settings for AES-256, read once: one to seal with, if any, and all that may have been used.</summary>
/// <param name="purpose">What is sealed with them: the same secret has another id for another purpose.</param>
public abstract class SealingSecrets(string purpose)
{
    /// <summary>What a secret has.</summary>
    public const int Bytes = 32;

    private readonly Dictionary<string, byte[]> known = new(StringComparer.Ordinal);

    /// <summary>The id of the secret to seal with; absent when there is none.</summary>
    public string? ActiveId { get; protected init; }

    /// <returns>Nothing for a secret that is not in the settings (any more).</returns>
    public byte[]? Find(string id) => known.GetValueOrDefault(id);

    /// <summary>What is wrong with a secret that is given by itself, in a file, or not at all; absent when nothing is.</summary>
    /// <param name="keySetting">The setting's name, for the words of the fault. The secret itself is not in them.</param>
    /// <param name="fileSetting">That of its file.</param>
    /// <param name="key">In base64.</param>
    /// <param name="file">Holds it in base64.</param>
    public static string? Fault(string keySetting, string fileSetting, string? key, string? file)
    {
        if (!IsGiven(key, file))
        {
            return null;
        }

        if (!string.IsNullOrEmpty(key) && !string.IsNullOrEmpty(file))
        {
            return $"{keySetting} or {fileSetting} is set, not both.";
        }

        try
        {
            Read(key, file);
            return null;
        }
        catch (FormatException)
        {
            return $"{(string.IsNullOrEmpty(file) ? keySetting : fileSetting)} is {Bytes} bytes in base64 (openssl rand -base64 32).";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{fileSetting} cannot be read: {file}";
        }
    }

    /// <summary>Makes the secret known.</summary>
    /// <returns>Its id; absent when none is given.</returns>
    /// <exception cref="FormatException">It is not 32 bytes in base64.</exception>
    protected string? Add(string? key, string? file)
    {
        if (!IsGiven(key, file))
        {
            return null;
        }

        // Stands beside what is sealed, and tells nothing of the secret that the ciphertext does not tell as well.
        var secret = Read(key, file);
        var id = Base64Url.EncodeToString(HMACSHA256.HashData(secret, System.Text.Encoding.UTF8.GetBytes(purpose)).AsSpan(0, 9));
        known[id] = secret;
        return id;
    }

    private static bool IsGiven(string? key, string? file) => !string.IsNullOrEmpty(key) || !string.IsNullOrEmpty(file);

    private static byte[] Read(string? key, string? file)
    {
        var secret = Convert.FromBase64String((string.IsNullOrEmpty(file) ? key ?? "" : File.ReadAllText(file)).Trim());
        return secret.Length == Bytes ? secret : throw new FormatException($"The key has {secret.Length} bytes.");
    }
}
