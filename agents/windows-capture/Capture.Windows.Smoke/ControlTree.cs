using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Smoke;

/// <summary>A control of the fake window.</summary>
internal sealed record ControlHandle(nint Window);

/// <summary>
/// The tree of plain Win32 controls, read by messages: in the place of UI Automation, of which Wine 8 has none. What a smoke
/// test shows with it is everything but UI Automation.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class ControlTree : IUiTree<ControlHandle>
{
    private const uint GetTextMessage = 0x000D;
    private const uint RowCountMessage = 0x018B;
    private const uint RowTextMessage = 0x0189;
    private const uint FirstChild = 5;
    private const uint NextSibling = 2;
    private const int TextLength = 4096;

    public ControlHandle OfWindow(nint window) =>
        User32.IsWindow(window) ? new ControlHandle(window) : throw new ElementGoneException("no window");

    public IReadOnlyList<Found<ControlHandle>> Find(ControlHandle below, SearchPlan plan) =>
        [.. Children(below.Window).Select(child => new Found<ControlHandle>(new ControlHandle(child), Record(child, 0)))];

    public UiNode Read(ControlHandle element, int depth) => Record(OfWindow(element.Window).Window, depth);

    public Found<ControlHandle>? Descend(ControlHandle element, int depth, Predicate<UiNode> wanted) =>
        Find(element, new SearchPlan(new UiaCondition.Any(), FirstIsEnough: false)).FirstOrDefault(found => wanted(found.Node));

    public bool Press(ControlHandle element, ClickWay way) => false;

    public ScrollResult Scroll(ControlHandle list, bool down) => ScrollResult.NotOffered;

    public void Focus(ControlHandle element)
    {
        // The fake window gives its field the keys when it comes to the front.
    }

    public KeyboardFocus FocusOf(ControlHandle element)
    {
        var state = new ThreadState { Size = (uint)sizeof(ThreadState) };
        return GetGUIThreadInfo(User32.GetWindowThreadProcessId(element.Window, out _), ref state) && state.Focus == element.Window
            ? KeyboardFocus.Here
            : KeyboardFocus.Unknown;
    }

    public void Release(ControlHandle element)
    {
        // A window handle is no reference.
    }

    private static UiNode Record(nint window, int depth)
    {
        var name = stackalloc char[TextLength];
        var kind = new string(name, 0, User32.GetClassName(window, (nint)name, TextLength));
        var control = kind.ToUpperInvariant() switch
        {
            "EDIT" => UiControl.Edit,
            "LISTBOX" => UiControl.List,
            _ => UiControl.Window,
        };
        _ = User32.GetWindowRect(window, out var edges);
        return new UiNode(control, kind, "", "", window.ToString(CultureInfo.InvariantCulture), control == UiControl.Edit ? Text(window) : null)
        {
            Bounds = new UiRect(edges.Left, edges.Top, edges.Right - edges.Left, edges.Bottom - edges.Top),
            Children = depth == 0 ? [] : control == UiControl.List ? Rows(window) : [.. Children(window).Select(child => Record(child, depth - 1))],
        };
    }

    private static List<UiNode> Rows(nint list)
    {
        var text = stackalloc char[TextLength];
        var rows = new List<UiNode>();
        for (nint row = 0; row < SendMessage(list, RowCountMessage, 0, 0); row++)
        {
            var length = (int)SendMessage(list, RowTextMessage, (nuint)row, (nint)text);
            rows.Add(new UiNode(UiControl.ListItem, "", "", new string(text, 0, Math.Max(0, length))));
        }

        return rows;
    }

    private static string Text(nint window)
    {
        var text = stackalloc char[TextLength];
        return new string(text, 0, (int)SendMessage(window, GetTextMessage, TextLength, (nint)text));
    }

    private static IEnumerable<nint> Children(nint window)
    {
        for (var child = User32.GetWindow(window, FirstChild); child != 0; child = User32.GetWindow(child, NextSibling))
        {
            yield return child;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ThreadState
    {
        public uint Size;
        public uint Flags;
        public nint Active;
        public nint Focus;
        public nint Capture;
        public nint MenuOwner;
        public nint MoveSize;
        public nint Caret;
        public Edges CaretEdges;
    }

    [LibraryImport("user32.dll", EntryPoint = "SendMessageW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint SendMessage(nint window, uint message, nuint wide, nint length);

    [LibraryImport("user32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetGUIThreadInfo(uint thread, ref ThreadState state);
}
