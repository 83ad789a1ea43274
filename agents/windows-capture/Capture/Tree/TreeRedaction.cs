using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Takes names, texts and numbers out of a tree and leaves their shape: a letter becomes another letter of its script, a
/// digit another digit; blanks, line ends, punctuation and the client's own words stay. The same line becomes the same
/// placeholder everywhere, so that a title still fits its list item; different lines become different ones as far as their
/// length allows.
/// </summary>
internal sealed partial class TreeRedaction
{
    private const string HanDigits = "甲乙丙丁戊己庚辛壬癸";
    private const string LatinDigits = "abcdefghij";

    // Written by the client, in any of its languages: of use to who reads the dump, and about nobody.
    private static readonly string[] ClientWords =
    [
        "微信", "Weixin", "WeChat", "导航", "導覽", "会话", "對話", "Chats", "消息", "訊息", "Messages", "搜索", "搜尋", "Search",
        "输入", "輸入", "发送", "发送(S)", "傳送", "Send", "Send(S)", "通讯录", "通訊錄", "Contacts", "收藏", "Favorites", "朋友圈",
        "Moments", "聊天信息", "聊天文件", "表情", "截图", "设置", "Settings", "已置顶", "(已置顶)", "消息免打扰", "图片", "動畫表情",
        "动画表情", "文件", "[图片]", "[视频]", "[语音]", "[文件]", "[动画表情]", "[链接]", "[名片]", "[位置]", "查看更多消息",
        "文件传输助手", "檔案傳輸", "File Transfer", "登录", "登錄", "Log In", "扫码登录", "切换账号", "以下是新消息",
        "已置頂", "訊息免打擾", "Sticky on Top", "Mute Notifications", "折叠的群聊", "折疊的群聊", "折叠置顶聊天", "Minimized Groups",
    ];

    private readonly HashSet<string> _kept;
    private readonly Dictionary<string, string> _placeholders = new(StringComparer.Ordinal);
    private readonly List<Regex> _keptForms;

    public TreeRedaction(IReadOnlyList<SelectorProfile> profiles)
    {
        _kept = [.. ClientWords, .. profiles.SelectMany(profile => Words(profile))];
        _keptForms = profiles.SelectMany(profile => profile.VerificationTexts)
            .Select(form => new Regex(form, RegexOptions.CultureInvariant, ProfileFields.Patience)).ToList();
    }

    public TreeRecord Redact(TreeRecord record) => record with
    {
        IsRedacted = true,
        Window = Redact(record.Window),
        Facts = record.Facts with
        {
            Title = record.Facts.Title is { } title ? Text(title) : null,
            OtherWindows = record.Facts.OtherWindows.Select(other => (other.ClassName, Text(other.Title))).ToList(),
        },
    };

    private UiNode Redact(UiNode node) => node with
    {
        // Names first: an automation id is compared with the names that it must not hold.
        Name = ItemName(node) ?? Text(node.Name),
        Value = node.Value is null ? null : Text(node.Value),
        FullDescription = node.FullDescription is null ? null : Text(node.FullDescription),
        AutomationId = Identifier(node.AutomationId),
        Children = node.Children.Select(Redact).ToList(),
    };

    /// <summary>WeChat 3.9 puts the badge behind the name: where the name ends is told by the avatar within.</summary>
    private string? ItemName(UiNode node)
    {
        if (node.Control != UiControl.ListItem || node.AutomationId.Length > 0)
        {
            return null;
        }

        var name = node.Subtree().Skip(1).Where(part => part.Control is UiControl.Button or UiControl.Text && part.Name.Length > 0)
            .Select(part => part.Name).Where(part => node.Name.StartsWith(part, StringComparison.Ordinal) && Badge().IsMatch(node.Name[part.Length..]))
            .OrderByDescending(part => part.Length).FirstOrDefault();
        return name is null ? null : Text(name) + node.Name[name.Length..];
    }

    private string Text(string text) => _kept.Contains(text) ? text
        : string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Line));

    private string Line(string line)
    {
        if (_kept.Contains(line) || Clock().IsMatch(line) || _keptForms.Exists(form => form.IsMatch(line) && line.Length <= 40))
        {
            return line;
        }

        // The client's own marks around what people said: a badge, a count, the seconds of a voice.
        if (Framed().Match(line) is { Success: true } framed)
        {
            foreach (var rest in framed.Groups["rest"].Captures.OrderByDescending(rest => rest.Index))
            {
                line = line[..rest.Index] + Shape(rest.Value) + line[(rest.Index + rest.Length)..];
            }

            return line;
        }

        return Shape(line);
    }

    /// <summary>An id of the program's own words stays; what stands behind "_item_" is a chat's name.</summary>
    private string Identifier(string id)
    {
        var segments = id.Split('.');
        for (var index = 0; index < segments.Length; index++)
        {
            if (NamedItem().Match(segments[index]) is { Success: true } item)
            {
                // A name may hold dots: all that follows belongs to it.
                var name = string.Join('.', segments[index..])[item.Length..];
                return string.Join('.', segments[..index].Append(item.Value + Text(name)));
            }

            if (!Word().IsMatch(segments[index]))
            {
                segments[index] = Shape(segments[index]);
            }
        }

        return string.Join('.', segments);
    }

    private string Shape(string line)
    {
        if (_kept.Contains(line) || !line.Any(IsTold))
        {
            return line;
        }

        if (!_placeholders.TryGetValue(line, out var placeholder))
        {
            _placeholders[line] = placeholder = Placeholder(line, _placeholders.Count);
        }

        return placeholder;
    }

    /// <summary>The letters and digits of a line, from its end, spell the number of the line in tens.</summary>
    private static string Placeholder(string line, int number)
    {
        var shape = new StringBuilder(line);
        for (var index = line.Length - 1; index >= 0; index--)
        {
            var digit = number % 10;
            var replaced = line[index] switch
            {
                >= '0' and <= '9' => (char)('0' + digit),
                >= 'a' and <= 'z' => LatinDigits[digit],
                >= 'A' and <= 'Z' => char.ToUpperInvariant(LatinDigits[digit]),
                var letter when char.IsSurrogate(letter) => letter,
                var letter when char.IsLetterOrDigit(letter) => HanDigits[digit],
                var letter => letter,
            };
            number = IsTold(line[index]) ? number / 10 : number;
            shape[index] = replaced;
        }

        // An emoji may be a whole name; rare letters of names lie outside the first plane too.
        return Astral().Replace(shape.ToString(), "🙂");
    }

    private static bool IsTold(char letter) => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter);

    private static IEnumerable<string> Words(SelectorProfile profile) => profile.Selectors.Values
        .SelectMany(selector => selector.Names).Concat(profile.Languages.Values.SelectMany(names => names))
        .Concat(profile.SkippedRows).Where(word => word.Length > 0);

    [GeneratedRegex(
        @"^((昨天|前天|今天|Yesterday|Today|(星期|周)[日天一二三四五六]|((\d{2}|\d{4})[年/])?\d{1,2}[月/]\d{1,2}日?)\s*)?((上午|下午|晚上|凌晨|中午|早上)?\s*\d{1,2}[:：]\d{2}(\s*[AP]M)?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"^\[\d{1,4}\+?(条|則)?\]\s?(?<rest>.*)$|^(?<rest>.*?)\d{1,4}条新消息$|^语音\s?\d+""秒?(?<rest>.*)$|^\[(图片|视频|语音|文件|链接|名片|位置|动画表情|小程序|有人@我|@所有人)\]\s?(?<rest>.*)$|^引用 (?<rest>.+?) 的消息 : (?<rest>.*)$|^(?<rest>.*)撤回了一条消息$|^(?<rest>.*?) 拍了拍 (?<rest>.*)$|^(?<rest>.*?)\s*按住.*使用语音输入文字$|^(?<rest>.*?)\s?[(（]\d{1,3}[)）]$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Framed();

    [GeneratedRegex(@"^([a-zA-Z0-9_]*_)?item_(?!view$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex NamedItem();

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_]*$", RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s?\d{1,4}\+?\s?(条新消息|則新訊息|条未读|new messages?)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Badge();

    [GeneratedRegex(@"[\ud800-\udbff][\udc00-\udfff]", RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Astral();
}
