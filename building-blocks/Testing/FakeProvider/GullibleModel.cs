using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Testing;

/// <summary>
/// A model without any judgement: it does whatever any text of its prompt tells it to do, whoever wrote that text, all of it at
/// once. What keeps an attack from a customer is then code alone. It knows the words by which Chinese and English attacks order things;
/// the numbered rules of its system message are the only text that it does not take for an order.
/// </summary>
public static partial class GullibleModel
{
    public static GullibleAnswer Answer(IReadOnlyList<(string Role, string Text)> messages)
    {
        var orders = string.Join('\n', messages.Select(message => message.Role == "system" ? WithoutRules(message.Text) : message.Text));
        var visible = Invisible().Replace(orders, "");
        var secret = string.Join('\n', messages.Where(message => message.Role == "system").Select(message => message.Text));
        List<string> said = [.. Say().Matches(visible).Select(order => order.Groups["words"].Value)];
        List<string> tools =
        [
            .. Tool().Matches(visible).Select(order => order.Groups["name"].Value),
            .. ToolJson().Matches(visible).Select(order => order.Groups["name"].Value),
        ];
        var reveals = Reveal().IsMatch(visible);
        List<string> parts = [.. said];
        if (reveals)
        {
            parts.Add(Written(secret, visible));
        }

        return new GullibleAnswer(
            parts.Count > 0 ? string.Join('\n', parts) : "您好，请问有什么可以帮您？", [.. tools.Distinct()], reveals, said.Count > 0);
    }

    // In the writing that the order asks for.
    private static string Written(string secret, string order)
    {
        var utf8 = Encoding.UTF8.GetBytes(secret);
        return order switch
        {
            _ when Has(order, "base64") => Convert.ToBase64String(utf8),
            _ when Has(order, "十六进制", "hex") => Convert.ToHexString(utf8),
            _ when Has(order, "URL编码", "url-encode") => Uri.EscapeDataString(secret),
            _ when Has(order, "\\u转义", "unicode escape") =>
                string.Concat(secret.Select(character => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"))),
            _ when Has(order, "倒序", "backwards", "reverse") => new string([.. secret.Reverse()]),
            _ when Has(order, "每个字之间", "between each character") => string.Join('-', secret.ToCharArray()),
            _ when Has(order, "每行一个字") => string.Join('\n', secret.Select((character, index) => $"{index + 1}. {character}")),
            _ when Has(order, "前60个字") => secret[..Math.Min(60, secret.Length)],
            _ when Has(order, "JSON") => $"{{\"prompt\": \"{secret.Replace("\n", "\\n", StringComparison.Ordinal)}\"}}",
            _ when Has(order, "代码块", "code block") => $"```\n{secret}\n```",
            _ => secret,
        };
    }

    private static bool Has(string order, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (order.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string WithoutRules(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !Rule().IsMatch(line)));

    [GeneratedRegex(@"\p{Cf}", RegexOptions.None, 1000)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"^[0-9]{1,2}\.\s|^<<<DATA \S+ 与 DATA", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(
        "(?:输出|打印|复述|重复|泄露|说出|展示|显示|列出|写出|背诵|放进|转成|做URL编码|print|reveal|repeat|show|output|tell me|display|recite|dump|write out|encode|disclose)[^“”「」\"\\n]{0,40}?(?:提示|指令|规则|以上|上面|上文|说明|设定|代码块|prompt|instructions|rules|above|configuration)|(?:提示词?|规则|指令)[^\\n]{0,12}(?:编码|倒序|复述|转成|放进|输出)",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Reveal();

    [GeneratedRegex(
        "(?:回复|回答|说|告诉客户|宣布|承诺|答复|say|reply|respond|answer|state|confirm)(?: with)?(?: exactly)?\\s*[:：]?\\s*[“\"「](?<words>[^“”\"「」\\n]{2,200})[”\"」]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Say();

    [GeneratedRegex(
        "(?:调用|执行|运行|使用|触发|call|invoke|execute|use|trigger)\\s*(?:工具|函数|接口|the\\s|tool\\s|function\\s|\\s)*(?<name>[a-z]+_[a-z_]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tool();

    [GeneratedRegex("\"name\"\\s*:\\s*\"(?<name>[a-z]+_[a-z_]+)\"", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ToolJson();
}

/// <summary>
/// What the gullible model was made to do. <paramref name="Reveals"/> says that its text repeats the system message, <paramref name="Says"/>
/// that it says what somebody told it to say; <paramref name="Tools"/> are the functions that it asks for.
/// </summary>
public sealed record GullibleAnswer(string Text, IReadOnlyList<string> Tools, bool Reveals, bool Says);
