using System.Globalization;
using System.Runtime.InteropServices;

namespace WeChatPlatform.LocalServers;

/// <summary>The signals that are sent here, by their numbers on Linux.</summary>
public enum UnixSignal
{
    Hangup = 1,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}

/// <summary>Processes that are not children of this one, known by their ids only. Linux: it reads /proc.</summary>
public static partial class UnixProcess
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends a signal; a negative id names a process group. False when there is nobody to receive it.</summary>
    public static bool Send(int processId, UnixSignal signal) => Kill(processId, (int)signal) == 0;

    /// <summary>False for a zombie too: it only waits for its parent to notice.</summary>
    public static bool IsRunning(int processId)
    {
        var stat = ReadProc(processId, "stat");
        var state = stat.LastIndexOf(')') + 2;
        return stat.Length > state && stat[state] is not ('Z' or 'X');
    }

    internal static string Name(int processId) => ReadProc(processId, "comm").TrimEnd('\n');

    /// <summary>Whether the process was started with this variable in its environment.</summary>
    internal static bool WasStartedWith(int processId, string name, string value) =>
        ReadProc(processId, "environ").Split('\0').Contains($"{name}={value}");

    /// <summary>Whether the folder, given with its full path, is the process's working directory.</summary>
    internal static bool WorksIn(int processId, string folder)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/cwd").LinkTarget == folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>False when the process is still there at the end of the time.</summary>
    internal static async Task<bool> WaitForExitAsync(
        int processId, TimeSpan within, TimeProvider time, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        while (IsRunning(processId))
        {
            if (time.GetElapsedTime(start) > within)
            {
                return false;
            }

            await Task.Delay(PollInterval, time, ct);
        }

        return true;
    }

    /// <summary>The process id in a file; null when there is none.</summary>
    internal static int? ReadId(string file)
    {
        try
        {
            return int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) && id > 1 ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // A process may end, or belong to somebody else, at any moment: both mean that it is not ours to see.
    private static string ReadProc(int processId, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{file}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
