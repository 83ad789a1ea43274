using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>RegisterHotKey on a thread of its own, whose message queue gets the presses; it has no window.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsHotkey : IHotkey
{
    private const int Id = 1;
    private const uint QuitMessage = 0x0012;
    private const uint HotkeyMessage = 0x0312;
    // Holding the keys is one press.
    private const uint NoRepeat = 0x4000;

    public Task<bool> ListenAsync(string combination, Action pressed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(pressed);
        var keys = KeyCombination.Parse(combination);
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Listen(keys, pressed, ended, ct)) { IsBackground = true, Name = "hotkey" };
        thread.Start();
        return ended.Task;
    }

    private static void Listen(KeyCombination keys, Action pressed, TaskCompletionSource<bool> ended, CancellationToken ct)
    {
        try
        {
            if (!RegisterHotKey(0, Id, (uint)keys.Modifiers | NoRepeat, (uint)keys.Key))
            {
                ended.SetResult(false);
                return;
            }

            // The queue exists since RegisterHotKey, so a cancellation from now on finds it.
            var thread = GetCurrentThreadId();
            using (ct.Register(() => PostThreadMessage(thread, QuitMessage, 0, 0)))
            {
                while (GetMessage(out var message, 0, 0, 0) > 0)
                {
                    if (message.Kind == HotkeyMessage)
                    {
                        pressed();
                    }
                }
            }

            UnregisterHotKey(0, Id);
            ended.SetResult(true);
        }
        catch (Exception failed)
        {
            // A thread's exception would end the process: the one who waits gets it.
            ended.SetException(failed);
        }
    }

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool RegisterHotKey(nint window, int id, uint modifiers, uint key);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool UnregisterHotKey(nint window, int id);

    [LibraryImport("user32.dll", EntryPoint = "GetMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetMessage(out Message message, nint window, uint first, uint last);

    [LibraryImport("user32.dll", EntryPoint = "PostThreadMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PostThreadMessage(uint thread, uint message, nuint wide, nint length);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetCurrentThreadId();

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public nint Window;
        public uint Kind;
        public nuint Wide;
        public nint Length;
        public uint Time;
        public int X;
        public int Y;
        public uint Private;
    }
}
