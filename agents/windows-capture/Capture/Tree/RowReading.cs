using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tree;

/// <summary>The rows of a message list.</summary>
internal static class RowReading
{
    private const string NoticeView = "ChatItemView";

    /// <summary>The kind of a row of WeChat 4.x by its class alone. A class that is new is something that a person sent.</summary>
    public static RowKind KindOf(string? className) =>
        className?.EndsWith("::" + NoticeView, StringComparison.Ordinal) == true ? RowKind.System : RowKind.Text;

    /// <summary>The rows with the elements that they are, oldest first.</summary>
    /// <param name="profile">Tells how rows are read.</param>
    /// <param name="list">The message list with what is below it.</param>
    /// <param name="isGroup">In a private chat nobody is named.</param>
    public static IReadOnlyList<(MessageRow Row, UiNode Node)> Read(SelectorProfile profile, UiNode list, bool isGroup) => list.Children
        .Where(item => item.Control == UiControl.ListItem && !profile.SkippedRows.Contains(item.Name, StringComparer.Ordinal))
        .Select(item => (profile.Reading == WindowReading.Classes ? ByClass(profile, item) : ByAvatar(item, list, isGroup), item))
        .ToList();

    /// <summary>The names on the avatars of WeChat 3.9, wherever they stand.</summary>
    public static IReadOnlyCollection<string> Speakers(UiNode list) => list.Children.Where(item => item.Control == UiControl.ListItem)
        .SelectMany(item => item.Subtree().Skip(1)).Where(part => part is { Control: UiControl.Button, Name.Length: > 0 })
        .Select(part => part.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>True when there are rows and none is of a class that the profile knows: the client renamed them.</summary>
    public static bool AreStrange(SelectorProfile profile, UiNode list)
    {
        var items = list.Children.Where(item => item.Control == UiControl.ListItem).ToList();
        return profile.Reading == WindowReading.Classes && items.Count > 0 && !items.Exists(item =>
            profile.MessageClasses.Contains(item.ClassName, StringComparer.Ordinal)
            || profile.NoticeClasses.Contains(item.ClassName, StringComparer.Ordinal));
    }

    private static MessageRow ByClass(SelectorProfile profile, UiNode item)
    {
        // A class that is in neither list: a bubble has an id, a notice has none.
        var isNotice = profile.NoticeClasses.Contains(item.ClassName, StringComparer.Ordinal)
            || (!profile.MessageClasses.Contains(item.ClassName, StringComparer.Ordinal) && item.AutomationId.Length == 0);
        return new MessageRow(isNotice ? RowKind.System : RowKind.Text, item.Name, item.RuntimeId) { ClassName = item.ClassName };
    }

    /// <summary>
    /// WeChat 3.9: who sent something has an avatar, a button with a name, at the one edge of the row or the other. Heights
    /// of rows are not used: they change with the screen's scale.
    /// </summary>
    private static MessageRow ByAvatar(UiNode item, UiNode list, bool isGroup)
    {
        var row = item.Bounds.IsEmpty ? list.Bounds : item.Bounds;
        var avatar = item.Subtree().Skip(1).Where(part => part is { Control: UiControl.Button, Name.Length: > 0 } && MayBeAvatar(part.Bounds, row))
            .OrderBy(part => row.IsEmpty || part.Bounds.IsEmpty ? 0 : ToEdge(part.Bounds, row)).FirstOrDefault();
        if (avatar is null)
        {
            return new MessageRow(RowKind.System, item.Name, item.RuntimeId);
        }

        // Without places nothing tells; the row's picture may.
        var side = row.IsEmpty || avatar.Bounds.IsEmpty ? RowSide.Unknown
            : Middle(avatar.Bounds) < Middle(row) ? RowSide.Other
            : RowSide.Own;
        return new MessageRow(
            RowKind.Text, item.Name, item.RuntimeId, side, isGroup && side != RowSide.Own ? avatar.Name : null);
    }

    // A notice has buttons too, such as 重新编辑 behind a message that was taken back: in the middle, where notices stand.
    private static bool MayBeAvatar(UiRect part, UiRect row) => row.IsEmpty || part.IsEmpty || ToEdge(part, row) <= row.Width / 4;

    private static int ToEdge(UiRect part, UiRect row) =>
        Math.Min(Math.Abs(part.Left - row.Left), Math.Abs(row.Left + row.Width - part.Left - part.Width));

    private static double Middle(UiRect rect) => rect.Left + (rect.Width / 2.0);
}
