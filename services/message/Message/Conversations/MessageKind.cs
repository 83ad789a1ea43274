using System.Text.RegularExpressions;

namespace WeChatPlatform.Message.Conversations;

/// <summary>What a captured message is, and whether a machine that only knows its text can read it.</summary>
internal static partial class MessageKind
{
    public const string Text = "text";
    public const string Quote = "quote";
    public const string Image = "image";
    public const string Voice = "voice";
    public const string Video = "video";
    public const string File = "file";
    public const string Link = "link";
    public const string Sticker = "sticker";
    public const string Card = "card";

    /// <summary>A row that the window itself wrote, such as a day or a notice.</summary>
    public const string System = "system";

    /// <summary>The row that stands in the place of a message that was taken back.</summary>
    public const string Recall = "recall";

    public const string Other = "other";

    /// <summary>The kind that an agent's word stands for: absent is text, a word that is not known here is other.</summary>
    public static string Of(string? type)
    {
        if (string.IsNullOrWhiteSpace(type))
        {
            return Text;
        }

        var word = type.Trim().ToLowerInvariant();
        return word is Text or Quote or System or Recall || Label(word) is not null ? word : Other;
    }

    /// <summary>Only words need words: an image has none of its own.</summary>
    public static bool NeedsContent(string kind) => kind is Text or Quote;

    /// <summary>A link or something unknown may carry words beside the window's own placeholder, such as [链接].</summary>
    public static bool IsReadable(string kind, string content) => kind switch
    {
        Text or Quote => true,
        Link or Other => !string.IsNullOrWhiteSpace(Placeholder().Replace(content, "")),
        _ => false,
    };

    /// <summary>One line of the conversation, as a model is given it.</summary>
    /// <remarks><paramref name="read"/> is what stands in an image or was said in a voice message, where that is known.</remarks>
    public static string Line(string kind, string content, string? quoted, string? read = null) =>
        read is not null ? kind is Voice ? read : $"[{Label(kind) ?? "消息"}中的内容] {read}"
        : string.IsNullOrWhiteSpace(content) ? $"[{Label(kind) ?? "消息"}]"
        : string.IsNullOrWhiteSpace(quoted) ? content
        : $"引用「{quoted.Trim()}」：{content}";

    /// <summary>What people call a kind that has no words; absent for one that does not exist or has words.</summary>
    public static string? Label(string kind) => kind switch
    {
        Image => "图片",
        Voice => "语音",
        Video => "视频",
        File => "文件",
        Link => "链接",
        Sticker => "表情",
        Card => "名片",
        Other => "其他消息",
        _ => null,
    };

    [GeneratedRegex(@"^\s*[\[【][^\]】]{0,20}[\]】]", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
