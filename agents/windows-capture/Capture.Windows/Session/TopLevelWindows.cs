using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Windows.Session;

[SupportedOSPlatform("windows")]
internal static unsafe class TopLevelWindows
{
    /// <summary>Of this desktop, the front one first.</summary>
    public static IReadOnlyList<nint> All()
    {
        var all = new List<nint>();
        var state = GCHandle.Alloc(all);
        try
        {
            _ = User32.EnumWindows(&Add, GCHandle.ToIntPtr(state));
            return all;
        }
        finally
        {
            state.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static int Add(nint window, nint state)
    {
        ((List<nint>)GCHandle.FromIntPtr(state).Target!).Add(window);
        return 1;
    }
}
