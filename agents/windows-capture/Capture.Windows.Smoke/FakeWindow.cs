using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Windows.Smoke;

/// <summary>
/// A window of the class that WeChat 4.x has, with a real edit field and a real list: Enter moves the text from the one into
/// the other. It has no accessibility tree but the one that Windows gives such controls.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class FakeWindow
{
    public const string ClassName = "Qt51514QWindowIcon";

    private const uint OverlappedVisible = 0x10CF0000;
    private const uint ChildVisible = 0x50000000;
    private const uint Border = 0x00800000;
    private const uint DestroyMessage = 0x0002;
    private const uint ActivateMessage = 0x0006;
    private const uint KeyDownMessage = 0x0100;
    private const uint GetTextMessage = 0x000D;
    private const uint SetTextMessage = 0x000C;
    private const uint AddRowMessage = 0x0180;
    private const uint SelectMessage = 0x00B1;
    private const nuint EnterKey = 0x0D;
    private const int ControlKey = 0x11;
    private const int TextLength = 4096;

    private static nint s_edit;
    private static nint s_rows;

    /// <summary>Until the window is closed or the process ended.</summary>
    public static int Run(string className, string title)
    {
        fixed (char* name = className)
        {
            var kind = new WindowKind { Procedure = &Handle, Name = (nint)name, Background = 6 };
            if (RegisterClass(in kind) == 0)
            {
                return 3;
            }
        }

        var window = CreateWindow(0, className, title, OverlappedVisible, 40, 40, 480, 360, 0, 0, 0, 0);
        s_rows = CreateWindow(0, "LISTBOX", "", ChildVisible | Border, 10, 10, 440, 200, window, 1, 0, 0);
        s_edit = CreateWindow(0, "EDIT", "", ChildVisible | Border, 10, 230, 440, 40, window, 2, 0, 0);
        Console.WriteLine("ready");
        while (GetMessage(out var message, 0, 0, 0) > 0)
        {
            if (message.Kind == KeyDownMessage && message.Window == s_edit && message.Wide == EnterKey)
            {
                Take();
                continue;
            }

            // The edit field of old, which this is without another manifest, does not know Ctrl+A.
            if (message.Kind == KeyDownMessage && message.Window == s_edit && message.Wide == 'A' && GetKeyState(ControlKey) < 0)
            {
                SendMessage(s_edit, SelectMessage, 0, -1);
                continue;
            }

            TranslateMessage(in message);
            DispatchMessage(in message);
        }

        return 0;
    }

    private static void Take()
    {
        var text = stackalloc char[TextLength];
        if (SendMessage(s_edit, GetTextMessage, TextLength, (nint)text) > 0)
        {
            SendMessage(s_rows, AddRowMessage, 0, (nint)text);
            text[0] = '\0';
            SendMessage(s_edit, SetTextMessage, 0, (nint)text);
        }
    }

    [UnmanagedCallersOnly]
    private static nint Handle(nint window, uint message, nuint wide, nint length)
    {
        switch (message)
        {
            case DestroyMessage:
                PostQuitMessage(0);
                return 0;
            case ActivateMessage when (wide & 0xFFFF) != 0 && s_edit != 0:
                SetFocus(s_edit);
                return 0;
            default:
                return DefWindowProc(window, message, wide, length);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowKind
    {
        public uint Style;
        public delegate* unmanaged<nint, uint, nuint, nint, nint> Procedure;
        public int ClassBytes;
        public int WindowBytes;
        public nint Instance;
        public nint Icon;
        public nint Cursor;
        public nint Background;
        public nint Menu;
        public nint Name;
    }

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

    [LibraryImport("user32.dll", EntryPoint = "RegisterClassW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial ushort RegisterClass(in WindowKind kind);

    [LibraryImport("user32.dll", EntryPoint = "CreateWindowExW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateWindow(
        uint extended, string kind, string title, uint style, int x, int y, int width, int height, nint parent, nint id, nint instance, nint data);

    [LibraryImport("user32.dll", EntryPoint = "GetMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetMessage(out Message message, nint window, uint first, uint last);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int TranslateMessage(in Message message);

    [LibraryImport("user32.dll", EntryPoint = "DispatchMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint DispatchMessage(in Message message);

    [LibraryImport("user32.dll", EntryPoint = "DefWindowProcW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint DefWindowProc(nint window, uint message, nuint wide, nint length);

    [LibraryImport("user32.dll", EntryPoint = "SendMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint SendMessage(nint window, uint message, nuint wide, nint length);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial short GetKeyState(int key);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint SetFocus(nint window);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void PostQuitMessage(int code);
}
