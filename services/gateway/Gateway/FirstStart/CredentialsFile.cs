using System.Text;
using System.Text.Json;

namespace WeChatPlatform.Gateway.FirstStart;

/// <summary>What the first start tells its owner, once.</summary>
internal sealed record FirstCredentials(string AgentId, string ApiKey, string Username, string Password);

/// <summary>first-credentials.json, readable by its owner only.</summary>
internal static class CredentialsFile
{
    public const string Name = "first-credentials.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>
    /// Replaces the file in one step: it has never more readers than its owner, and it is never half there. When this
    /// returns, the disk has it.
    /// </summary>
    public static async Task WriteAsync(string folder, FirstCredentials credentials, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        await using (var file = new FileStream(draft, options))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(credentials, Json) + "\n"), ct);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
