using System.Globalization;
using System.Text;

namespace WeChatPlatform.Ai.Caching;

/// <summary>
/// What of a question's writing does not change its meaning is taken away: width, case, blanks, marks and polite sounds at its
/// ends. Nothing inside is touched but blanks beside Chinese characters: 1.5 stays apart from 15, and a-b from ab.
/// </summary>
internal static class QuestionText
{
    private const string Sounds = "呀啊哈哦呢哟";

    public static string Plain(string question)
    {
        var text = question.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
            {
                plain.Append(letter);
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        for (var at = plain.Length - 2; at > 0; at--)
        {
            if (plain[at] == ' ' && (IsChinese(plain[at - 1]) || IsChinese(plain[at + 1])))
            {
                plain.Remove(at, 1);
            }
        }

        var whole = plain.ToString();
        var trimmed = whole.AsSpan().Trim();
        while (trimmed.Length > 0 && (IsMark(trimmed[^1]) || Sounds.Contains(trimmed[^1], StringComparison.Ordinal)))
        {
            trimmed = trimmed[..^1].TrimEnd();
        }

        while (trimmed.Length > 0 && IsMark(trimmed[0]))
        {
            trimmed = trimmed[1..].TrimStart();
        }

        // Nothing but marks and sounds: they are the question.
        return trimmed.Length == 0 ? whole.Trim() : trimmed.ToString();
    }

    // Marks that end or part sentences. Not those that stand for something: -, +, #, %, @, $, ¥.
    private static bool IsMark(char letter) =>
        letter is '.' or ',' or '!' or '?' or ';' or ':' or '~' or '…'
        || (letter > 127 && char.GetUnicodeCategory(letter) is UnicodeCategory.OtherPunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation);

    private static bool IsChinese(char letter) => letter is (>= '\u3400' and <= '\u9fff') or (>= '\uf900' and <= '\ufaff');
}
