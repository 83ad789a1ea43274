using System.Security.Cryptography;
using System.Text;

namespace WeChatPlatform.Capture.Server;

/// <summary>The agent's key as a file holds it: as it is, or protected for one Windows user of one PC.</summary>
internal static class ApiKeyFile
{
    private const string Mark = "dpapi:";

    /// <summary>The key as it is written: protected where the operating system can, else as it is.</summary>
    public static string Protect(string key) => OperatingSystem.IsWindows()
        ? Mark + Convert.ToBase64String(
            ProtectedData.Protect(Encoding.UTF8.GetBytes(key), optionalEntropy: null, DataProtectionScope.CurrentUser))
        : key;

    /// <exception cref="ServerAwayException">The file cannot be read, or was protected for somebody else.</exception>
    public static async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(file, ct)).Trim();
            return text.StartsWith(Mark, StringComparison.Ordinal) ? Unprotected(text[Mark.Length..]) : text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ServerAwayException("key_file_unreadable", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException or PlatformNotSupportedException)
        {
            throw new ServerAwayException("key_file_of_another_user", failure);
        }
    }

    private static string Unprotected(string text) => OperatingSystem.IsWindows()
        ? Encoding.UTF8.GetString(ProtectedData.Unprotect(
            Convert.FromBase64String(text), optionalEntropy: null, DataProtectionScope.CurrentUser))
        : throw new PlatformNotSupportedException("The key was protected on Windows.");
}
