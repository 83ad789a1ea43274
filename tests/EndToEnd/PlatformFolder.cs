using System.Globalization;
using System.Security.Cryptography;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.EndToEnd;

/// <summary>A data folder, and whoever works on it.</summary>
internal sealed class PlatformFolder : IDisposable
{
    // Tools of the build outlive it on purpose and serve the next one.
    private static readonly string[] BuildServers = ["MSBuild.dll", "VBCSCompiler"];

    // User postgres must be able to walk there, which the environment's folder for temporary files does not promise.
    public string Path { get; } =
        Directory.CreateDirectory($"/var/tmp/wechat-e2e-{RandomNumberGenerator.GetHexString(8, lowercase: true)}").FullName;

    /// <summary>Every running process that was started for this folder, with its command line.</summary>
    public IReadOnlyDictionary<int, string> Processes() =>
        Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && id != Environment.ProcessId && UnixProcess.IsRunning(id))
            .Select(id => (Id: id, Command: Read(id, "cmdline"), Variables: Read(id, "environ")))
            .Where(one => (one.Command + one.Variables).Contains(Path, StringComparison.Ordinal))
            .Where(one => !Array.Exists(BuildServers, name => one.Command.Contains(name, StringComparison.Ordinal)))
            .ToDictionary(one => one.Id, one => one.Command.Replace('\0', ' '));

    public void Dispose()
    {
        foreach (var id in Processes().Keys)
        {
            UnixProcess.Send(id, UnixSignal.Kill);
        }

        Directory.Delete(Path, recursive: true);
    }

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
