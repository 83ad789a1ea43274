using System.Text.RegularExpressions;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>What a row is and what it says.</summary>
/// <remarks>
/// <paramref name="Kind"/> is a word of the wire: text, quote, image, voice, video, file, link, system, recall, sticker,
/// card, other. <paramref name="Text"/> is what can be read, a placeholder such as [图片] where nothing can.
/// <paramref name="Quoted"/> is the text that a quote answers, <paramref name="FileName"/> the name of a file.
/// </remarks>
internal sealed record RecognisedRow(string Kind, string Text, string? Quoted = null, string? FileName = null)
{
    /// <summary>True for kinds whose bytes may be saved.</summary>
    public bool HasBytes => Kind is "image" or "file";

    /// <summary>
    /// The row without what changes as a client shows it: the state of a download, a transcript that is made later. Rows
    /// are recognised again by it.
    /// </summary>
    public string Identity { get; init; } = Text;
}

/// <summary>Tells what a row is by its class, where it has one, and its text: a table, first match wins.</summary>
internal static partial class MessageKinds
{
    private const string TextView = "ChatTextItemView";
    private const string ReferView = "ChatBubbleReferItemView";
    private const string BubbleView = "ChatBubbleItemView";
    private const string VoiceView = "ChatVoiceItemView";
    private const string VoiceMark = "[语音]";
    private const string CardView = "ChatPersonalCardItemView";

    /// <summary>Which class the row must have: "" is WeChat 3.9, which has none. Null takes any.</summary>
    private sealed record Form(string? Class, Regex Pattern, Func<Match, RecognisedRow> Read);

    private static readonly Form[] Table =
    [
        // What somebody typed: never a placeholder, whatever it says.
        new(TextView, Quote(), ReadQuote),
        new(TextView, Anything(), match => new RecognisedRow("text", match.Value)),

        new(VoiceView, Voice4(), ReadVoice),
        new(CardView, Anything(), match => Unreadable("card", "[名片]", Rest(match.Value, "名片"))),
        new(ReferView, Image4(), _ => Unreadable("image", "[图片]")),
        new(ReferView, Sticker4(), _ => Unreadable("sticker", "[动画表情]")),
        new(ReferView, Video4(), _ => Unreadable("video", "[视频]")),
        new(ReferView, Quote(), ReadQuote),
        new(BubbleView, File4(), ReadFile),
        new(BubbleView, Link(), ReadLink),
        new(BubbleView, Voice4(), ReadVoice),

        // WeChat 3.9 has no classes: a text that looks like a placeholder is taken for one.
        new("", Quote(), ReadQuote),
        new("", Image3(), _ => Unreadable("image", "[图片]")),
        new("", Voice3(), ReadVoice),
        new("", Video3(), _ => Unreadable("video", "[视频]")),
        new("", File3(), ReadFile),
        new("", Sticker3(), _ => Unreadable("sticker", "[动画表情]")),
        new("", Link(), ReadLink),
        new("", Card3(), match => Unreadable("card", "[名片]", match.Groups["name"].Value)),
        new("", Other3(), match => new RecognisedRow("other", match.Value)),
        new("", Anything(), match => new RecognisedRow("text", match.Value)),

        // A class that is new, or a bubble of a new sort: something was sent, and it cannot be read.
        new(null, Anything(), match => new RecognisedRow("other", match.Value.Length == 0 ? "[未知消息]" : match.Value)),
    ];

    public static RecognisedRow Recognise(MessageRow row)
    {
        if (row.Kind != RowKind.Text)
        {
            return new RecognisedRow(IsRecall(row) ? "recall" : "system", row.Text);
        }

        var name = ClassOf(row);
        if (IsPlain(row, name))
        {
            return new RecognisedRow("text", row.Text);
        }

        try
        {
            var form = Array.Find(Table, form => (form.Class is null || form.Class == name) && form.Pattern.IsMatch(row.Text))!;
            return form.Read(form.Pattern.Match(row.Text));
        }
        catch (RegexMatchTimeoutException)
        {
            // Written to be hard to match; whoever writes so much has written a text.
            return new RecognisedRow("text", row.Text);
        }
    }

    /// <summary>What a row is recognised again by: never its file's state or a transcript, which come and change.</summary>
    public static string IdentityOf(MessageRow row)
    {
        if (row.Kind != RowKind.Text || IsPlain(row, ClassOf(row)))
        {
            return row.Text;
        }

        // Not with the kind: a voice becomes a text when its transcript is made. No text that is plain begins like this.
        return "\n" + Recognise(row).Identity;
    }

    /// <summary>
    /// A notice that a message was taken back, in the place where it stood. A notice, because anybody may write 撤回.
    /// </summary>
    public static bool IsRecall(MessageRow row) => row.Kind == RowKind.System
        && (row.Text.Contains("撤回了", StringComparison.Ordinal)
            || row.Text.Contains("recalled a message", StringComparison.OrdinalIgnoreCase));

    /// <summary>The line that the chat list shows for a row, without the speaker of a group.</summary>
    public static string PreviewOf(MessageRow row)
    {
        var recognised = Recognise(row);
        var line = recognised.Identity.StartsWith(VoiceMark, StringComparison.Ordinal) ? VoiceMark
            : recognised.Kind is "text" or "quote" or "system" or "recall" ? recognised.Text
            : recognised.Kind == "file" ? $"[文件]{recognised.FileName}"
            : recognised.Text.Replace("] ", "]", StringComparison.Ordinal);
        return line.ReplaceLineEndings(" ");
    }

    // Nearly every row: nothing in it that any form begins with or needs.
    private static bool IsPlain(MessageRow row, string name) => (name is "" or TextView)
        && !row.Text.StartsWith('[') && !row.Text.Contains("\n引用", StringComparison.Ordinal);

    private static string ClassOf(MessageRow row) => row.ClassName is null ? "" : row.ClassName[(row.ClassName.LastIndexOf(':') + 1)..];

    private static RecognisedRow Unreadable(string kind, string placeholder, string rest = "") =>
        new(kind, rest.Length == 0 ? placeholder : $"{placeholder} {rest}");

    private static string Rest(string text, string head) => text.Replace(head, "", StringComparison.Ordinal)
        .ReplaceLineEndings(" ").Trim('[', ']', ' ');

    private static RecognisedRow ReadQuote(Match match) => new("quote", match.Groups["text"].Value.Trim(), match.Groups["quoted"].Value.Trim())
    {
        Identity = match.Value,
    };

    // A transcript is what was said: as good as a text, and a text from here on.
    private static RecognisedRow ReadVoice(Match match)
    {
        var transcript = match.Groups["said"].Value.Trim();
        return new RecognisedRow(transcript.Length == 0 ? "voice" : "text", transcript.Length == 0 ? VoiceMark : transcript)
        {
            Identity = VoiceMark + match.Groups["seconds"].Value,
        };
    }

    private static RecognisedRow ReadFile(Match match)
    {
        var name = match.Groups["name"].Value.Trim();
        return Unreadable("file", "[文件]", name) with { FileName = name.Length == 0 ? null : name };
    }

    private static RecognisedRow ReadLink(Match match) => Unreadable("link", "[链接]", match.Groups["title"].Value.ReplaceLineEndings(" ").Trim());

    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    private const int Patience = 200;

    [GeneratedRegex(@"^(?<text>.*?)\s*\n引用\s+(?<who>.+?)\s+的消息\s*[:：]\s*(?<quoted>.*)$", Plain, Patience)]
    private static partial Regex Quote();

    [GeneratedRegex(@"^.*$", Plain, Patience)]
    private static partial Regex Anything();

    [GeneratedRegex(@"^语音\s?(?<seconds>\d+)""秒?(?<said>.*)$", Plain, Patience)]
    private static partial Regex Voice4();

    [GeneratedRegex(@"^图片", Plain, Patience)]
    private static partial Regex Image4();

    [GeneratedRegex(@"^动画表情", Plain, Patience)]
    private static partial Regex Sticker4();

    [GeneratedRegex(@"^视频(?!通话)", Plain, Patience)]
    private static partial Regex Video4();

    [GeneratedRegex(@"^文件\n(?<name>[^\n]+)", Plain, Patience)]
    private static partial Regex File4();

    [GeneratedRegex(@"^\[(链接|小程序)\]\s*(?<title>.*)$", Plain, Patience)]
    private static partial Regex Link();

    [GeneratedRegex(@"^\[图片\]$", Plain, Patience)]
    private static partial Regex Image3();

    [GeneratedRegex(@"^\[语音\]\s?((?<seconds>\d+)(""秒?|秒))?(,?未播放)?(?<said>.*)$", Plain, Patience)]
    private static partial Regex Voice3();

    [GeneratedRegex(@"^\[视频\]\s*(\d+:\d+)?$", Plain, Patience)]
    private static partial Regex Video3();

    [GeneratedRegex(@"^\[文件\]\s*(?<name>[^\n]*)", Plain, Patience)]
    private static partial Regex File3();

    [GeneratedRegex(@"^\[动画表情\]$", Plain, Patience)]
    private static partial Regex Sticker3();

    [GeneratedRegex(@"^\[(个人)?名片\]\s*(?<name>[^\n]*)$", Plain, Patience)]
    private static partial Regex Card3();

    [GeneratedRegex(@"^\[(位置|红包|转账|聊天记录|语音通话|视频通话|音乐|微信红包|微信转账)\].*$", Plain, Patience)]
    private static partial Regex Other3();
}
