using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Agent;

/// <summary>
/// Hands pages of this process that nobody is using back to the PC. What is needed again comes back by itself, out of the
/// system's cache as a rule; nothing is lost.
/// </summary>
/// <remarks>
/// Starting touches 30 MB of code and descriptions, working touches a few of them: left alone, the rest would lie in the PC's
/// memory until the system is short of it. Windows: everything, by SetProcessWorkingSetSize. Linux: what is mapped of files and is
/// not written to, by madvise and MADV_PAGEOUT. Elsewhere, and where the system refuses, nothing happens.
/// </remarks>
internal static partial class WorkingSet
{
    private const int MadvisePageOut = 21;

    public static void GiveBack()
    {
        if (OperatingSystem.IsWindows())
        {
            // -1 and -1: as small as it gets, and no limit afterwards. -1 is also the handle of the process itself.
            _ = SetProcessWorkingSetSize(-1, -1, -1);
        }
        else if (OperatingSystem.IsLinux())
        {
            // Read whole before anything is given back: the lines are of one moment.
            foreach (var (start, length) in ReadOnlyFiles(File.ReadAllLines("/proc/self/maps")))
            {
                _ = Madvise(start, (nuint)length, MadvisePageOut);
            }
        }
    }

    /// <summary>Addresses and lengths in bytes of the mappings that are of a file and cannot be written, from /proc/self/maps.</summary>
    internal static List<(nint Start, nint Length)> ReadOnlyFiles(IEnumerable<string> maps)
    {
        List<(nint, nint)> found = [];
        foreach (var line in maps)
        {
            // 7f3c-7f3d r-xp 00000000 fe:00 1654788    /usr/lib/libc.so.6
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (fields is [var range, ['r', '-', ..], _, _, _, ['/', ..]]
                && range.Split('-') is [var first, var last]
                && nint.TryParse(first, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
                && nint.TryParse(last, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end))
            {
                found.Add((start, end - start));
            }
        }

        return found;
    }

    [LibraryImport("kernel32")]
    [SupportedOSPlatform("windows")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetProcessWorkingSetSize(nint process, nint minimum, nint maximum);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [SupportedOSPlatform("linux")]
    private static partial int Madvise(nint address, nuint length, int advice);
}
