namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// How one element of the window is found: the first, parents before children, that has all that is named here. Part of a
/// <see cref="SelectorProfile"/>; the driver of the real window and the trees of tests read it in the same way.
/// </summary>
public sealed record UiSelector
{
    /// <summary>The window itself.</summary>
    public static UiSelector Window { get; } = new();

    /// <summary>Absent: any.</summary>
    public UiControl? Control { get; init; }

    /// <summary>Any of these class names; empty: any at all.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The end of the automation id, because its beginning changes between builds. Absent: any.</summary>
    public string? AutomationIdSuffix { get; init; }

    /// <summary>Any of these names, which differ by the client's language; empty: any at all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Only below this element. Absent: anywhere in the window.</summary>
    public UiSelector? Within { get; init; }

    /// <summary>Which one of those that match, from 0; negative counts from the last, -1.</summary>
    public int Position { get; init; }

    /// <summary>Whether an element has what is named here, wherever it is.</summary>
    public bool Matches(UiNode node) =>
        (Control is null || Control == node.Control)
        && (ClassNames.Count == 0 || ClassNames.Contains(node.ClassName, StringComparer.Ordinal))
        && (AutomationIdSuffix is null || node.AutomationId.EndsWith(AutomationIdSuffix, StringComparison.Ordinal))
        && (Names.Count == 0 || Names.Contains(node.Name, StringComparer.Ordinal));

    /// <summary>The element in the tree of a window; null when there is none.</summary>
    public UiNode? Find(UiNode window)
    {
        if (this == Window)
        {
            return window;
        }

        if ((Within ?? Window).Find(window) is not { } root)
        {
            return null;
        }

        var found = root.Subtree().Skip(1).Where(Matches);
        return Position switch
        {
            >= 0 => found.ElementAtOrDefault(Position),
            _ => found.Reverse().ElementAtOrDefault(-Position - 1),
        };
    }
}
