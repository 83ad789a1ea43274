using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>SendInput.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class InputDevices : IInputDevices
{
    private const int ExchangedButtons = 23;
    private const int ScreensLeft = 76;
    private const int ScreensTop = 77;
    private const int ScreensWidth = 78;
    private const int ScreensHeight = 79;
    // Six lines, about a page of a chat list.
    private const int WheelStep = 240;
    private static readonly int[] Modifiers = [0x10, 0x11, 0x12, 0x5B, 0x5C];

    public bool IsModifierHeld => Array.Exists(Modifiers, key => GetAsyncKeyState(key) < 0);

    public bool Send(IReadOnlyList<KeyStroke> strokes) => Send([.. strokes.Select(InputRecord.Of)]);

    public bool Click(UiRect target) => At(target, InputRecord.Click(GetSystemMetrics(ExchangedButtons) != 0));

    public bool Wheel(UiRect target, bool down) => At(target, [InputRecord.Wheel(down ? -WheelStep : WheelStep)]);

    /// <summary>There and back in one batch: a hand on the mouse cannot move the pointer away before the press.</summary>
    private static bool At(UiRect target, IReadOnlyList<InputRecord> acts)
    {
        var screens = new UiRect(
            GetSystemMetrics(ScreensLeft), GetSystemMetrics(ScreensTop), GetSystemMetrics(ScreensWidth), GetSystemMetrics(ScreensHeight));
        var middle = new Point(target.Left + (target.Width / 2), target.Top + (target.Height / 2));
        return !screens.IsEmpty && GetCursorPos(out var before)
            && Send([InputRecord.MoveTo(middle, screens), .. acts, InputRecord.MoveTo(before, screens)]);
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
    private static partial int GetSystemMetrics(int which);
}
