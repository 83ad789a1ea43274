using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Automation;

/// <summary>Numbers of UIAutomationClient.h.</summary>
internal static class UiaIds
{
    public const int ScopeElement = 1;
    public const int ScopeChildren = 2;
    public const int ScopeDescendants = 4;
    public const int ScopeSubtree = ScopeElement | ScopeChildren | ScopeDescendants;

    public const int RuntimeId = 30000;
    public const int BoundingRectangle = 30001;
    public const int ControlType = 30003;
    public const int Name = 30005;
    public const int HasKeyboardFocus = 30008;
    public const int AutomationId = 30011;
    public const int ClassName = 30012;
    public const int ValueValue = 30045;

    /// <summary>Windows 10 1703 and later.</summary>
    public const int FullDescription = 30159;

    public const int InvokePattern = 10000;
    public const int ScrollPattern = 10004;
    public const int SelectionItemPattern = 10010;
    public const int LegacyIAccessiblePattern = 10018;

    /// <summary>PropertyConditionFlags_MatchSubstring, Windows 10 1809 and later.</summary>
    public const int MatchSubstring = 2;

    public const int ScrollLargeDecrement = 0;
    public const int ScrollNoAmount = 2;
    public const int ScrollLargeIncrement = 3;

    private static readonly Dictionary<int, UiControl> Controls = new()
    {
        [50000] = UiControl.Button,
        [50004] = UiControl.Edit,
        [50006] = UiControl.Image,
        [50007] = UiControl.ListItem,
        [50008] = UiControl.List,
        [50009] = UiControl.Menu,
        [50011] = UiControl.MenuItem,
        [50018] = UiControl.Tab,
        [50019] = UiControl.TabItem,
        [50020] = UiControl.Text,
        [50021] = UiControl.ToolBar,
        [50025] = UiControl.Custom,
        [50026] = UiControl.Group,
        [50030] = UiControl.Document,
        [50032] = UiControl.Window,
        [50033] = UiControl.Pane,
    };

    private static readonly Dictionary<UiControl, int> Types = Controls.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static UiControl ControlOf(int controlType) => Controls.GetValueOrDefault(controlType, UiControl.Other);

    /// <summary>Null for <see cref="UiControl.Other"/>, which is no type but the absence of those known here.</summary>
    public static int? TypeOf(UiControl control) => Types.TryGetValue(control, out var type) ? type : null;
}
