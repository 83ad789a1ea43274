using System.Globalization;
using System.Text.RegularExpressions;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tree;

/// <summary>The items of a chat list. What is no chat, such as the folder of muted groups, is left out.</summary>
internal static partial class ChatItemReading
{
    public static IReadOnlyList<(ListedChat Chat, UiNode Node)> Read(SelectorProfile profile, UiNode list)
    {
        var chats = new List<(ListedChat, UiNode)>();
        foreach (var item in list.Children.Where(item => item.Control == UiControl.ListItem))
        {
            var chat = profile.Reading == WindowReading.Classes ? SessionItem.Read(item.AutomationId, item.Name) : ByParts(item);
            if (chat is not null && !Folder().IsMatch(chat.Name))
            {
                chats.Add((chat, item));
            }
        }

        return chats;
    }

    /// <summary>
    /// WeChat 3.9: the name ends with the badge ("张三3条新消息"). The avatar or a text within says where the name ends, which
    /// the digits of "店铺23条新消息" do not.
    /// </summary>
    private static ListedChat? ByParts(UiNode item)
    {
        var parts = item.Subtree().Skip(1).Where(part => part.Control is UiControl.Button or UiControl.Text && part.Name.Length > 0).ToList();
        var badge = Badge().Match(item.Name);
        var name = parts.Select(part => part.Name).Where(part => IsNameOf(item.Name, part)).OrderByDescending(part => part.Length).FirstOrDefault()
            ?? (badge.Success ? badge.Groups["name"].Value : item.Name);
        if (name.Length == 0)
        {
            return null;
        }

        var unread = Badge().Match("\n" + item.Name[name.Length..]) is { Success: true } rest
            ? int.Parse(rest.Groups["count"].ValueSpan, CultureInfo.InvariantCulture)
            : 0;

        // Name, time, preview, and the number again on the badge, in this order.
        var texts = parts.Where(part => part.Control == UiControl.Text).Select(part => part.Name)
            .SkipWhile(text => text == name).ToList();
        if (unread > 0 && texts.Count > 0 && texts[^1] == unread.ToString(CultureInfo.InvariantCulture))
        {
            texts.RemoveAt(texts.Count - 1);
        }

        var preview = texts.Count > 0 && Clock().IsMatch(texts[0]) ? texts.ElementAtOrDefault(1) : texts.ElementAtOrDefault(0);
        return new ListedChat(name, Members: null, unread, WithoutCount(preview ?? "")) { IsGroup = null };
    }

    private static bool IsNameOf(string whole, string name) => whole.StartsWith(name, StringComparison.Ordinal)
        && (whole.Length == name.Length || Rest().IsMatch(whole[name.Length..]));

    // A muted chat has its count in the preview: "[3条] 好的".
    private static string WithoutCount(string preview) => Muted().Replace(preview.ReplaceLineEndings(" "), "");

    [GeneratedRegex(@"^(?<name>.*?)\s?(?<count>\d{1,4})\+?\s?(条新消息|則新訊息|条未读|new messages?)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 5_000)]
    private static partial Regex Badge();

    [GeneratedRegex(@"^(\s?\d{1,4}\+?\s?(条新消息|則新訊息|条未读|new messages?)|已置顶|已置頂|Sticky on Top)+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Rest();

    [GeneratedRegex(@"^\[\d{1,4}\+?(条|則)?\]\s?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Muted();

    [GeneratedRegex(@"^((昨天|前天|今天|Yesterday|(星期|周).|\d{2,4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2})\s?)?(\d{1,2}:\d{2})?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(折叠的群聊|折疊的群聊|折叠置顶聊天|\d+个置顶聊天|\d+個置頂聊天|Minimized Groups|Folded Chats)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Folder();
}
