using System.Text;

namespace WeChatPlatform.Ai.Honesty;

/// <summary>
/// A text as its clauses, plain: simplified characters where the question of who speaks is concerned, small letters, half width,
/// no spaces beside CJK characters, nothing invisible.
/// </summary>
internal static class Clauses
{
    private const string Traditional = "機器嗎麼們還說話對電腦語這樣應該個騙證會為務應聊與確實實際誰裡裏開動復覆復問題讓給親啲嘅係並";
    private const string Simplified = "机器吗么们还说话对电脑语这样应该个骗证会为务应聊与确实实际谁里里开动复复复问题让给亲的的是并";

    private static readonly Dictionary<char, char> Plain = Pairs();

    public static IEnumerable<(string Text, int Start, int End)> Of(string text)
    {
        var (clause, start) = (new StringBuilder(), 0);
        for (var index = 0; index <= text.Length; index++)
        {
            var character = index < text.Length ? Folded(text[index]) : '\n';
            if (!IsEnd(character, index, text))
            {
                Append(clause, character);
                continue;
            }

            if (clause.ToString().Trim() is { Length: > 0 } plain)
            {
                yield return (plain, start, Math.Min(index + 1, text.Length));
            }

            (start, _) = (index + 1, clause.Clear());
        }
    }

    public static bool IsCjk(char character) => character is >= '\u4E00' and <= '\u9FFF';

    private static bool IsEnd(char character, int index, string text) =>
        character is '。' or '！' or '!' or '?' or '\n' or '\r' or ';' or ',' or '、' or '…' or '~' or '—' or ':' or '(' or ')' or '|'
        || (character == '.' && (index + 1 == text.Length || char.IsWhiteSpace(text[index + 1])));

    private static void Append(StringBuilder clause, char character)
    {
        if (char.IsControl(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format
            || character is '"' or '“' or '”' or '「' or '」' or '*' or '`')
        {
            return;
        }

        if (char.IsWhiteSpace(character))
        {
            if (clause.Length > 0 && clause[^1] != ' ' && !IsCjk(clause[^1]))
            {
                clause.Append(' ');
            }

            return;
        }

        if (IsCjk(character) && clause.Length > 0 && clause[^1] == ' ')
        {
            clause.Length--;
        }

        clause.Append(character == '’' ? '\'' : character);
    }

    private static char Folded(char character)
    {
        var half = character is >= '！' and <= '～' ? (char)(character - 0xFEE0) : character;
        return Plain.GetValueOrDefault(char.ToLowerInvariant(half), char.ToLowerInvariant(half));
    }

    private static Dictionary<char, char> Pairs()
    {
        Dictionary<char, char> pairs = [];
        foreach (var (from, to) in Traditional.Zip(Simplified))
        {
            pairs[from] = to;
        }

        return pairs;
    }
}
