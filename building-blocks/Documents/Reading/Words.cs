using System.Globalization;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>Text without what nobody sees: control characters, lone surrogates, blanks at the ends, empty lines.</summary>
internal static class Words
{
    public static string OneLine(string text) => Clean(text, lines: false);

    public static string Lines(string text) => Clean(text, lines: true);

    private static string Clean(string text, bool lines)
    {
        var clean = new StringBuilder(text.Length);
        var blank = false;
        var broken = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is '\n' or '\r' or '\u2028' or '\u2029' or '\v' or '\f')
            {
                broken = true;
            }
            else if (char.IsWhiteSpace(character))
            {
                blank = true;
            }
            else if (IsSeen(text, i))
            {
                if (clean.Length > 0 && (blank || broken))
                {
                    clean.Append(broken && lines ? '\n' : ' ');
                }

                (blank, broken) = (false, false);
                clean.Append(character);
            }
        }

        return clean.ToString();
    }

    private static bool IsSeen(string text, int at)
    {
        var character = text[at];
        if (char.IsSurrogate(character))
        {
            return char.IsHighSurrogate(character)
                ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
                : at > 0 && char.IsHighSurrogate(text[at - 1]);
        }

        return CharUnicodeInfo.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format)
            && character is not ('\uFFFE' or '\uFFFF' or '\uFFFC');
    }

    /// <summary>Han, kana, hangul and their punctuation: no blank is written between two of them.</summary>
    public static bool IsCjk(char character) =>
        character is >= '\u2E80' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uFF00' and <= '\uFFEF' or >= '\uAC00' and <= '\uD7AF'
            or >= '\uD840' and <= '\uDFFF';

    /// <summary>Two pieces of a sentence that was broken into lines.</summary>
    public static string Join(string first, string second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return first + second;
        }

        if (first[^1] == '-' && first.Length > 1 && char.IsAsciiLetterLower(first[^2]) && char.IsAsciiLetterLower(second[0]))
        {
            return first[..^1] + second;
        }

        return IsCjk(first[^1]) || IsCjk(second[0]) ? first + second : $"{first} {second}";
    }
}
