using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>Asks Windows what <see cref="SessionReading"/> decides from.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class SessionProbe
{
    private const int ThisSession = -1;
    private const int ConnectState = 8;
    private const int SessionInfoEx = 25;
    // WTSINFOEX level 1: its level, then, aligned to eight, session id, connection state and flags.
    private const int FlagsOffset = 16;
    private const uint ReadObjects = 1;
    private const int DesktopName = 2;
    private const int NameLength = 64;

    public static SessionReading Read()
    {
        using var own = System.Diagnostics.Process.GetCurrentProcess();
        return new SessionReading(own.SessionId, Number(ConnectState, 0), Number(SessionInfoEx, FlagsOffset), InputDesktop());
    }

    /// <summary>Null where the service that knows does not answer.</summary>
    private static int? Number(int kind, int offset)
    {
        if (!WTSQuerySessionInformation(0, ThisSession, kind, out var buffer, out var bytes) || buffer == 0)
        {
            return null;
        }

        var number = bytes >= offset + sizeof(int) ? *(int*)(buffer + offset) : (int?)null;
        WTSFreeMemory(buffer);
        return number;
    }

    private static string? InputDesktop()
    {
        var desktop = OpenInputDesktop(0, 0, ReadObjects);
        if (desktop == 0)
        {
            return null;
        }

        var name = stackalloc char[NameLength];
        var read = GetUserObjectInformation(desktop, DesktopName, (nint)name, NameLength * sizeof(char), out _);
        _ = CloseDesktop(desktop);
        return read ? new string(name) : null;
    }

    [LibraryImport("wtsapi32.dll", EntryPoint = "WTSQuerySessionInformationW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WTSQuerySessionInformation(nint server, int session, int kind, out nint buffer, out uint bytes);

    [LibraryImport("wtsapi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void WTSFreeMemory(nint buffer);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint OpenInputDesktop(uint flags, int inherit, uint access);

    [LibraryImport("user32.dll", EntryPoint = "GetUserObjectInformationW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetUserObjectInformation(nint handle, int kind, nint text, uint bytes, out uint needed);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CloseDesktop(nint desktop);
}
