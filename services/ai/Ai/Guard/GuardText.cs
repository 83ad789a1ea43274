using System.Globalization;
using System.Text;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// A text as the guard reads it: one width, simplified characters, nothing invisible, no marks of emphasis, no spaces beside
/// Chinese characters; and of each character where it stood. Reading beyond either end gives the null character.
/// </summary>
internal sealed class GuardText
{
    private const char CombiningKeycap = '\u20E3';
    private const string SentenceBreaks = "。!?;\n…";
    private const string ClauseBreaks = "。!?;\n…，()|[]【】";


    /// <summary>No clause and no sentence reaches further in one direction: a text without breaks is read in the same time as any other.</summary>
    private const int Reach = 200;

    private readonly int[] origins;

    private GuardText(string text, int[] origins) => (Text, this.origins) = (text, origins);

    public string Text { get; }

    public int Length => Text.Length;

    public char this[int at] => (uint)at < (uint)Text.Length ? Text[at] : '\0';

    public static GuardText Of(string source)
    {
        var text = new StringBuilder(source.Length);
        var places = new List<int>(source.Length);
        for (var at = 0; at < source.Length; at++)
        {
            foreach (var character in Read(source, at))
            {
                if (character == ' ' && text.Length > 0 && text[^1] is ' ' or '\n')
                {
                    continue;
                }

                text.Append(character);
                places.Add(at);
            }
        }

        return WithoutIdleSpaces(text.ToString(), places);
    }

    /// <summary>Where in the source a part stands.</summary>
    public (int Start, int End) Origin(int start, int end) => (origins[start], origins[end - 1] + 1);

    public bool StartsAt(int at, string word) =>
        (uint)at <= (uint)Text.Length && Text.AsSpan(at).StartsWith(word, StringComparison.Ordinal);

    public bool EndsAt(int end, string word) => end >= word.Length && StartsAt(end - word.Length, word);

    public int SentenceStart(int at) => Start(at, SentenceBreaks);

    public int SentenceEnd(int at) => End(at, SentenceBreaks);

    public int ClauseStart(int at) => Start(at, ClauseBreaks);

    public int ClauseEnd(int at) => End(at, ClauseBreaks);

    public string Clause(int at) => Text[ClauseStart(at)..ClauseEnd(at)];

    public string Sentence(int at) => Text[SentenceStart(at)..SentenceEnd(at)];

    /// <summary>What stands before in the same clause, at most <paramref name="most"/> characters.</summary>
    public ReadOnlySpan<char> Before(int at, int most) => Text.AsSpan(Math.Max(ClauseStart(at), at - most)..at);

    /// <summary>What follows in the same clause, at most <paramref name="most"/> characters.</summary>
    public ReadOnlySpan<char> After(int at, int most) => Text.AsSpan(at..Math.Max(at, Math.Min(ClauseEnd(at), at + most)));

    public static bool IsHan(char character) => character is >= '\u3400' and <= '\u9FFF' or '〇';

    private int Start(int at, string breaks)
    {
        var first = Math.Max(0, at - Reach);
        while (at > first && !IsBreak(at - 1, breaks))
        {
            at--;
        }

        return at;
    }

    private int End(int at, string breaks)
    {
        var last = Math.Min(Text.Length, at + Reach);
        while (at < last && !IsBreak(at, breaks))
        {
            at++;
        }

        return at;
    }

    // A Latin comma or full stop ends something only when no digit or letter follows at once.
    private bool IsBreak(int at, string breaks) =>
        breaks.Contains(Text[at], StringComparison.Ordinal)
        || (Text[at] == '.' && this[at + 1] is ' ' or '\0' && !char.IsAsciiDigit(this[at - 1]))
        || (Text[at] == ',' && breaks.Contains('，', StringComparison.Ordinal) && !char.IsAsciiDigit(this[at + 1]));

    private static string Read(string source, int at)
    {
        var character = source[at];
        if (char.IsAsciiDigit(character) && IsKeycap(source, at))
        {
            return ";";
        }

        return character switch
        {
            < '\u0080' => character switch
            {
                '\n' or '\r' => "\n",
                '*' => IsMask(source, at) ? "*" : "",
                '`' => "",
                < ' ' or '\u007F' => " ",
                _ => character.ToString(),
            },

            // A list's circled number is a mark, not a figure.
            >= '\u2460' and <= '\u249B' or >= '\u2776' and <= '\u2793' or >= '\u24EB' and <= '\u24FF' => ";",
            '，' => IsWideDigit(source, at - 1) && IsWideDigit(source, at + 1) ? "," : "，",
            '—' or '–' or '−' or '－' or '‐' or '‑' or '─' => "-",
            '〜' or '～' or '∼' => "~",
            '￥' or '¥' => "¥",
            '½' => "0.5",
            '㎡' => "m2",
            '℃' => "°C",
            '\u3000' or '\u00A0' => " ",
            '‰' or '°' or '²' or '³' or '…' => character.ToString(),
            CombiningKeycap => "",
            _ => CharUnicodeInfo.GetUnicodeCategory(character) switch
            {
                UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.Control => "",
                UnicodeCategory.SpaceSeparator => " ",
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "\n",
                UnicodeCategory.Surrogate => character.ToString(),
                _ => TraditionalCharacters.Simplify(character) is var simple && IsHan(simple)
                    ? simple.ToString()
                    : character.ToString().Normalize(NormalizationForm.FormKC),
            },
        };
    }

    private static bool IsKeycap(string source, int at) =>
        at + 1 < source.Length
        && (source[at + 1] == CombiningKeycap || (source[at + 1] == '\uFE0F' && at + 2 < source.Length && source[at + 2] == CombiningKeycap));

    // 138****8000 hides digits; **998** stresses them.
    private static bool IsMask(string source, int at)
    {
        var start = at;
        while (start > 0 && source[start - 1] == '*')
        {
            start--;
        }

        var end = at;
        while (end < source.Length && source[end] == '*')
        {
            end++;
        }

        return start > 0 && end < source.Length && char.IsAsciiDigit(source[start - 1]) && char.IsAsciiDigit(source[end]);
    }

    private static bool IsWideDigit(string source, int at) => (uint)at < (uint)source.Length && source[at] is >= '０' and <= '９';

    private static GuardText WithoutIdleSpaces(string text, List<int> stood)
    {
        var kept = new StringBuilder(text.Length);
        var places = new List<int>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == ' ')
            {
                var before = at > 0 ? text[at - 1] : '\n';
                var after = at + 1 < text.Length ? text[at + 1] : '\n';
                if (!BelongsToWord(before) || !BelongsToWord(after))
                {
                    continue;
                }
            }

            kept.Append(text[at]);
            places.Add(stood[at]);
        }

        return new GuardText(kept.ToString(), [.. places]);
    }

    // Between Latin words and figures a space divides; beside Chinese characters, signs of money and breaks it is for the eye.
    private static bool BelongsToWord(char character) =>
        character is not ('\n' or '¥' or '$' or '€' or '£' or '%' or '‰' or '~' or '，' or '。' or '、' or ':')
        && !IsHan(character);
}
