using System.Runtime.InteropServices;

namespace WeChatPlatform.Capture.Tree;

/// <summary>What UI Automation calls an element's control type, as far as WeChat's windows have it.</summary>
public enum UiControl
{
    Other,
    Button,
    Custom,
    Document,
    Edit,
    Group,
    Image,
    List,
    ListItem,
    Menu,
    MenuItem,
    Pane,
    Tab,
    TabItem,
    Text,
    ToolBar,
    Window,
}

/// <summary>A rectangle of the screen in physical pixels; empty where the element is not shown.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UiRect(int Left, int Top, int Width, int Height)
{
    public bool IsEmpty => Width <= 0 || Height <= 0;
}

/// <summary>
/// One element of a window's accessibility tree at one moment, with as much of what is below it as was asked for. All that
/// the agent decides from a window, it decides from these.
/// </summary>
/// <remarks>
/// <paramref name="RuntimeId"/> is the element's runtime id, its numbers joined with dots; it may be given to another element
/// later. <paramref name="Value"/> is the text of the value pattern, absent where the element has none.
/// </remarks>
public sealed record UiNode(
    UiControl Control, string ClassName, string AutomationId, string Name, string? RuntimeId = null, string? Value = null)
{
    public UiRect Bounds { get; init; }

    /// <summary>Property FullDescription; WeChat 4.x has the total of unread messages there.</summary>
    public string? FullDescription { get; init; }

    /// <summary>In the order of the tree.</summary>
    public IReadOnlyList<UiNode> Children { get; init; } = [];

    /// <summary>This element and all below it, parents before children.</summary>
    public IEnumerable<UiNode> Subtree()
    {
        var waiting = new Stack<UiNode>([this]);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            for (var child = node.Children.Count - 1; child >= 0; child--)
            {
                waiting.Push(node.Children[child]);
            }
        }
    }
}
