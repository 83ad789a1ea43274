using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// A file that cannot be used is moved out of the way and kept for somebody to look at. The files themselves are the count
/// of them, so that it outlives whatever else is lost.
/// </summary>
internal static class DamagedFile
{
    private const string Suffix = ".damaged-";

    public static void SetAside(string path, string reason, DateTimeOffset now, ILogger logger)
    {
        var name = path + Suffix + now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var aside = name;
        for (var again = 2; File.Exists(aside); again++)
        {
            aside = $"{name}-{again}";
        }

        File.Move(path, aside);
        logger.JournalSetAside(Path.GetFileName(path), Path.GetFileName(aside), reason);
    }

    public static int Count(string folder) => Directory.GetFiles(folder, $"*{Suffix}*").Length;
}
