using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>
/// Pixels of the screen as they are, whatever the magnification: else clicks land beside what they mean from 125 % on. The
/// program's manifest says so for the process; this holds also where the program was started without one.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class DpiAwareness
{
    private const nint PerMonitorV2 = -4;

    public static void ClaimForThisThread() => _ = SetThreadDpiAwarenessContext(PerMonitorV2);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint SetThreadDpiAwarenessContext(nint context);
}
