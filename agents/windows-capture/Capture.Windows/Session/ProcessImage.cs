using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>The program of a process, by the least right that Windows has for it: nothing of the process can be read or changed with it.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class ProcessImage
{
    private const uint QueryLimitedInformation = 0x1000;
    private const int LongestPath = 32768;

    public static string? PathOf(int processId)
    {
        var process = OpenProcess(QueryLimitedInformation, 0, (uint)processId);
        if (process == 0)
        {
            return null;
        }

        try
        {
            var path = new char[LongestPath];
            var length = (uint)path.Length;
            fixed (char* start = path)
            {
                return QueryFullProcessImageName(process, 0, (nint)start, ref length) ? new string(path, 0, (int)length) : null;
            }
        }
        finally
        {
            _ = CloseHandle(process);
        }
    }

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint OpenProcess(uint access, int inherit, uint process);

    [LibraryImport("kernel32.dll", EntryPoint = "QueryFullProcessImageNameW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryFullProcessImageName(nint process, uint flags, nint name, ref uint length);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CloseHandle(nint handle);
}
