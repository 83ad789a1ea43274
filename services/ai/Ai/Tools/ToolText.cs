using System.Globalization;
using System.Text;

namespace WeChatPlatform.Ai.Tools;

/// <summary>Text that a tool brought back: without what nobody sees, and no longer than it may be.</summary>
internal static class ToolText
{
    private const string CutMark = "…";

    /// <summary>One line; control, format and unassigned characters are gone, bidirectional and zero-width ones among them.</summary>
    public static string Clean(string text, int most)
    {
        var clean = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                _ = clean.Length > 0 && clean[^1] != ' ' ? clean.Append(' ') : clean;
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate)
                && rune != Rune.ReplacementChar)
            {
                clean.Append(rune.ToString());
            }

            if (clean.Length > most)
            {
                return Cut(clean.ToString(), most);
            }
        }

        return clean.ToString().TrimEnd();
    }

    private static string Cut(string text, int most)
    {
        var end = Math.Max(0, most - CutMark.Length);
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + CutMark;
    }
}
