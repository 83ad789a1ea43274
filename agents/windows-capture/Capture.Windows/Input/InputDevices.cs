using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>SendInput.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class InputDevices : IInputDevices
{
    private const uint LeftDown = 0x0002;
    private const uint LeftUp = 0x0004;
    private const uint WheelTurned = 0x0800;
    // Six lines, about a page of a chat list.
    private const int WheelStep = 240;
    private static readonly int[] Modifiers = [0x10, 0x11, 0x12, 0x5B, 0x5C];

    public bool IsModifierHeld => Array.Exists(Modifiers, key => GetAsyncKeyState(key) < 0);

    public bool Send(IReadOnlyList<KeyStroke> strokes) => Send([.. strokes.Select(InputRecord.Of)]);

    public bool Click(UiRect target) => At(target, InputRecord.Mouse(LeftDown), InputRecord.Mouse(LeftUp));

    public bool Wheel(UiRect target, bool down) => At(target, InputRecord.Mouse(WheelTurned, down ? -WheelStep : WheelStep));

    private static bool At(UiRect target, params ReadOnlySpan<InputRecord> records)
    {
        if (!GetCursorPos(out var before) || !SetCursorPos(target.Left + (target.Width / 2), target.Top + (target.Height / 2)))
        {
            return false;
        }

        var sent = Send(records);
        _ = SetCursorPos(before.X, before.Y);
        return sent;
    }

    private static bool Send(ReadOnlySpan<InputRecord> records)
    {
        fixed (InputRecord* first = records)
        {
            return SendInput((uint)records.Length, first, sizeof(InputRecord)) == records.Length;
        }
    }

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint SendInput(uint count, InputRecord* records, int size);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial short GetAsyncKeyState(int key);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetCursorPos(out Point at);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetCursorPos(int x, int y);
}
