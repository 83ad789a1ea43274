using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Ai.Prompts.Leaks;

/// <summary>What an answer says in another writing: base64, hexadecimal, escapes of characters, of URLs and of HTML.</summary>
internal static partial class HiddenText
{
    /// <summary>Each stretch that can be read as text, with where it stands. One reading only; what comes out may be read again.</summary>
    public static IEnumerable<(string Text, int Start, int Length)> In(string answer)
    {
        foreach (Match stretch in Base64Stretch().Matches(answer))
        {
            if (FromBase64(stretch.Value) is { } text)
            {
                yield return (text, stretch.Index, stretch.Length);
            }
        }

        foreach (Match stretch in HexStretch().Matches(answer))
        {
            if (FromHex(stretch.Value) is { } text)
            {
                yield return (text, stretch.Index, stretch.Length);
            }
        }

        if (Escape().Count(answer) >= LeakTrace.Run)
        {
            yield return (Escape().Replace(answer, escape => Character(escape.Groups["code"].Value)), 0, answer.Length);
        }

        if (answer.Contains("&#", StringComparison.Ordinal))
        {
            yield return (WebUtility.HtmlDecode(answer), 0, answer.Length);
        }

        if (PercentStretch().IsMatch(answer))
        {
            yield return (WebUtility.UrlDecode(answer), 0, answer.Length);
        }
    }

    private static string? FromBase64(string stretch)
    {
        var compact = string.Concat(stretch.Where(character => !char.IsWhiteSpace(character)))
            .Replace('-', '+').Replace('_', '/').TrimEnd('=');
        compact = compact[..(compact.Length - (compact.Length % 4 == 1 ? 1 : 0))];
        compact = compact.PadRight((compact.Length + 3) / 4 * 4, '=');
        return Base64.IsValid(compact) ? Readable(Convert.FromBase64String(compact)) : null;
    }

    private static string? FromHex(string stretch)
    {
        var digits = string.Concat(stretch.Where(char.IsAsciiHexDigit));
        return digits.Length % 2 == 0 ? Readable(Convert.FromHexString(digits)) : null;
    }

    // The last character may be cut in two; bytes that are no text at all are full of what cannot be read.
    private static string? Readable(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Count(character => character == '\uFFFD') * 10 <= text.Length ? text : null;
    }

    private static string Character(string code) =>
        int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var value && Rune.IsValid(value)
            ? new Rune(value).ToString()
            : "";

    [GeneratedRegex(@"[A-Za-z0-9+/_-](?:[A-Za-z0-9+/_-]|\s(?=[A-Za-z0-9+/_-])){22,}={0,2}", RegexOptions.None, 1000)]
    private static partial Regex Base64Stretch();

    [GeneratedRegex(@"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,-]?){20,}", RegexOptions.None, 1000)]
    private static partial Regex HexStretch();

    [GeneratedRegex(@"(?:\\u\{?|U\+)(?<code>[0-9a-fA-F]{4,5})\}?[\s,]?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?:%[0-9a-fA-F]{2}){20,}", RegexOptions.None, 1000)]
    private static partial Regex PercentStretch();
}
