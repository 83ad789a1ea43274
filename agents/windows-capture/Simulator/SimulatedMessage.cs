namespace WeChatPlatform.Simulator;

/// <summary>What somebody sends.</summary>
/// <remarks>
/// <paramref name="Kind"/> is text, quote, image, voice, video, file, link, sticker or card. <paramref name="Text"/> is the
/// text, a link's title, a card's name or a voice's transcript. <paramref name="Content"/> are the bytes of an image or
/// file.
/// </remarks>
internal sealed record SimulatedMessage(
    string Text,
    string Kind = "text",
    string? FileName = null,
    byte[]? Content = null,
    string? Quoted = null,
    string? QuotedSender = null,
    int Seconds = 0)
{
    private static readonly string[] Kinds = ["text", "quote", "image", "voice", "video", "file", "link", "sticker", "card"];

    private const int LongestText = 4000;
    private const int LongestName = 200;

    /// <summary>What is wrong with it; null when it can be sent.</summary>
    public string? Fault() =>
        !Kinds.Contains(Kind) ? $"A message is one of: {string.Join(", ", Kinds)}."
        : Kind is "text" or "quote" or "link" or "card" && (string.IsNullOrWhiteSpace(Text) || Text.Length > LongestText)
            ? $"A message has 1 to {LongestText} characters."
        : Kind is "file" && string.IsNullOrWhiteSpace(FileName) ? "A file has a name."
        : FileName?.Length > LongestName || Text.Length > LongestText || Quoted?.Length > LongestText ? "Too long."
        : Kind is "quote" && string.IsNullOrWhiteSpace(Quoted) ? "A quote answers a text."
        : null;
}

/// <summary>How a window writes a message: the accessible name and the class of its row, and the line in the list.</summary>
internal static class RowRendering
{
    public static string Text(SimulatedRow row, bool fourX)
    {
        var message = row.Message;
        return (message.Kind, fourX) switch
        {
            ("quote", _) => $"{message.Text}\n引用 {message.QuotedSender ?? "客户"} 的消息 : {message.Quoted}",
            ("image", true) => "图片",
            ("image", false) => "[图片]",
            ("sticker", true) => "动画表情",
            ("sticker", false) => "[动画表情]",
            ("video", true) => $"视频{Math.Max(1, message.Seconds) / 60}:{Math.Max(1, message.Seconds) % 60:00}",
            ("video", false) => "[视频]",
            ("voice", true) => $"语音{Math.Max(1, message.Seconds)}\"秒{message.Text}",
            ("voice", false) => $"[语音]{Math.Max(1, message.Seconds)}秒{message.Text}",
            ("file", true) => $"文件\n{message.FileName}\n{message.Content?.Length ?? 0}B",
            ("file", false) => $"[文件]\n{message.FileName}",
            ("link", _) => $"[链接]{message.Text}",
            ("card", true) => $"名片\n{message.Text}",
            ("card", false) => $"[名片]{message.Text}",
            _ => row.Text,
        };
    }

    public static string ClassName(SimulatedRow row) => "mmui::" + (row.Class != RowClass.Text ? "ChatItemView" : row.Message.Kind switch
    {
        "image" or "sticker" or "video" => "ChatBubbleReferItemView",
        "file" or "link" => "ChatBubbleItemView",
        "voice" => "ChatVoiceItemView",
        "card" => "ChatPersonalCardItemView",
        _ => "ChatTextItemView",
    });

    /// <summary>The same in both versions: one line that names what it cannot show.</summary>
    public static string Line(SimulatedRow row) => (row.Message.Kind switch
    {
        "image" => "[图片]",
        "sticker" => "[动画表情]",
        "video" => "[视频]",
        "voice" => "[语音]",
        "file" => $"[文件]{row.Message.FileName}",
        "link" => $"[链接]{row.Message.Text}",
        "card" => $"[名片]{row.Message.Text}",
        _ => row.Text,
    }).ReplaceLineEndings(" ");
}
