using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Capture.Desktop;

/// <summary>
/// An item of WeChat 4.x's chat list: several lines, of which the first is the name, then marks, the preview with its
/// badge, the time. Whether it is a group is not in it.
/// </summary>
internal static partial class SessionItem
{
    private const string IdPrefix = "session_item_";

    private static readonly string[] Marks = ["已置顶", "消息免打扰", "已置頂", "訊息免打擾", "Sticky on Top", "Mute Notifications"];
    private static readonly string[] Hints = ["[有人@我]", "[@所有人]", "[You were mentioned]"];

    /// <summary>Reads an item; null when it is none.</summary>
    /// <param name="automationId">Ends with "session_item_" and the chat's name.</param>
    /// <param name="name">The accessible name.</param>
    public static ListedChat? Read(string automationId, string name)
    {
        var lines = name.ReplaceLineEndings("\n").Split('\n').ToList();
        var prefix = automationId.IndexOf(IdPrefix, StringComparison.Ordinal);
        var chat = prefix >= 0 ? automationId[(prefix + IdPrefix.Length)..] : lines[0];
        if (chat.Length == 0)
        {
            return null;
        }

        if (lines[0] == chat)
        {
            lines.RemoveAt(0);
        }

        lines.RemoveAll(line => Array.Exists(Marks, mark => line.Trim().Trim('(', ')', '[', ']') == mark));
        while (lines.Count > 1 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        if (lines.Count > 1)
        {
            // The time is the last line; an item without messages has neither preview nor time.
            lines.RemoveAt(lines.Count - 1);
        }

        var preview = string.Join(' ', lines).Trim();
        var unread = 0;
        if (Badge().Match(preview) is { Success: true } badge)
        {
            unread = int.Parse(badge.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
            preview = preview[badge.Length..].TrimStart();
        }

        foreach (var hint in Hints.Where(hint => preview.StartsWith(hint, StringComparison.Ordinal)))
        {
            preview = preview[hint.Length..].TrimStart();
        }

        return new ListedChat(chat, Members: null, unread, preview) { IsGroup = null };
    }

    [GeneratedRegex(@"^\[(?<count>\d{1,4})\+?(条|則)?\]\s?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Badge();
}
