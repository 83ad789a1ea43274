using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Ai.Prompts.Fencing;

/// <summary>
/// Text that others wrote, made fit to stand in a data block: nothing invisible, nothing that a chat format takes for the end of a
/// text or the start of a role, nothing that looks like our own delimiters. What it says stays; words are not judged here.
/// </summary>
internal static partial class UntrustedText
{
    // One marker may hide in another ("<|im_<|x|>start|>"): taking the inner one out makes the outer one whole.
    private const int Passes = 4;

    private const int MostBlankLines = 1;

    private static readonly SearchValues<char> Brackets = SearchValues.Create("<＜>＞[【");

    /// <summary>Keeps the lines.</summary>
    public static string Clean(string text)
    {
        var visible = Visible(text);
        if (visible.AsSpan().IndexOfAny(Brackets) >= 0)
        {
            visible = WithoutMarkers(visible);
        }

        if (visible.AsSpan().IndexOfAny(":：") >= 0)
        {
            visible = RoleLabel().Replace(visible, "${before}「${role}」：");
            visible = RoleProperty().Replace(visible, " ");
        }

        return visible.Trim();
    }

    /// <summary>Makes one line of it: for titles, names and wherever a line break would begin something new.</summary>
    public static string Line(string text) => Clean(text.ReplaceLineEndings(" ")).Replace('\n', ' ');

    private static string WithoutMarkers(string text)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            var before = text.Length;
            text = SpecialToken().Replace(text, " ");
            text = BracketMarker().Replace(text, " ");
            text = RoleTag().Replace(text, " ");
            if (text.Length == before)
            {
                break;
            }
        }

        text = Runs().Replace(text, run => run.Value[0] is '<' or '＜' ? "＜" : "＞");
        text = text.Replace("<|", "＜¦", StringComparison.Ordinal).Replace("|>", "¦＞", StringComparison.Ordinal);
        return EvidenceMark().Replace(text, "${before}［${number}］");
    }

    private static string Visible(string text)
    {
        if (!NeedsCare(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        var breaks = 0;
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (IsLineBreak(rune.Value))
            {
                _ = breaks++ <= MostBlankLines ? clean.Append('\n') : clean;
            }
            else if (rune.Value == '\t')
            {
                clean.Append(' ');
            }
            else if (!IsInvisible(rune))
            {
                breaks = rune.Value == ' ' ? breaks : 0;
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static bool NeedsCare(string text)
    {
        foreach (var character in text)
        {
            // Plain punctuation, CJK and ASCII pass; whatever else may be invisible is looked at rune by rune.
            if (character is < ' ' or (>= '\u007F' and <= '\u00AD') or (>= '\u034F' and < '\u0380') or (>= '\u0600' and < '\u2010')
                or (>= '\u2028' and <= '\u206F') or '\u3164' or (>= '\uD800' and <= '\uDFFF') or (>= '\uFE00' and <= '\uFE0F')
                or '\uFEFF' or '\uFFA0' or (>= '\uFFF0' and <= '\uFFFF'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLineBreak(int value) => value is '\n' or '\r' or 0x0B or 0x0C or 0x85 or 0x2028 or 0x2029;

    // Control and format characters (zero-width, bidirectional, tags), fillers that show nothing, variation selectors, and what
    // stands for half a surrogate pair. Joined emoji fall apart into their parts, which still say the same.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0xFFFD
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);

    // <|im_start|>, <|endoftext|>, <｜User｜>
    [GeneratedRegex(@"[<＜]\s?[|｜][^<>＜＞\n]{0,64}?[|｜]\s?[>＞]", RegexOptions.None, 1000)]
    private static partial Regex SpecialToken();

    // [INST], [/INST], <<SYS>>
    [GeneratedRegex(@"\[\s?/?\s?(?:INST|SYS|SYSTEM|ASSISTANT|USER|TOOL)\s?\]|<<\s?/?\s?SYS\s?>>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BracketMarker();

    [GeneratedRegex(
        @"[<＜]\s?/?\s?(?:system|assistant|user|human|developer|model|start_of_turn|end_of_turn|tool|tools|tool_call|tool_calls|tool_response|function|function_call|function_calls|invoke|antml|instructions?|prompt|rules|s|bos|eos|data|evidence|question|history)\b[^<>＜＞\n]{0,80}[>＞]",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex RoleTag();

    [GeneratedRegex("[<＜]{2,}|[>＞]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Runs();

    // The numbers of evidence are ours: a text cannot begin a piece of its own.
    [GeneratedRegex(@"(?<before>^|\n)[ 　]{0,8}[\[【]\s{0,2}(?<number>[0-9]{1,2})\s{0,2}[\]】]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EvidenceMark();

    [GeneratedRegex(
        @"(?<=^|\n)(?<before>[ 　#*>\-]{0,8})(?<role>system prompt|system message|system|assistant|user|human|developer|tool|function|admin|ai|系统提示词|系统提示|系统指令|系统消息|系统|助手|用户|客户|客服|开发者|管理员|指令|工具)[ 　*]{0,3}[:：]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoleLabel();

    [GeneratedRegex(
        """["'“”]role["'“”]\s{0,4}[:：]\s{0,4}["'“”](?:system|assistant|user|developer|tool|function)["'“”]""",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex RoleProperty();
}
