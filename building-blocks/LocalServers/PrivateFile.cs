using System.Security.Cryptography;

namespace WeChatPlatform.LocalServers;

/// <summary>Small files with secrets in them: readable by their owner only, never seen half written.</summary>
public static class PrivateFile
{
    public static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var draft = path + ".new";
        File.Delete(draft);
        await using (var writer = new StreamWriter(draft, options))
        {
            await writer.WriteAsync(text.AsMemory(), ct);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The text that was written at the first call; the same at every start after it.</summary>
    public static async Task<string> ReadOrCreateAsync(string path, Func<string> create, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            await WriteAsync(path, create(), ct);
        }

        return (await File.ReadAllTextAsync(path, ct)).Trim();
    }

    /// <summary>Letters and digits only, so that it needs no quoting in a connection string, a URI or a file.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetHexString(40, lowercase: true);
}
