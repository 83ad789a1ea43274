using System.Collections.Frozen;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Words, each with what it stands for, found at a place of a text: the longest wins. Latin words are found whole and in any case,
/// single Latin letters only as they are written (m is a metre, M a megabyte).
/// </summary>
internal sealed class Words<T>
{
    private readonly FrozenDictionary<char, (string Word, T Meaning)[]> byFirst;

    public Words(IEnumerable<(string Words, T Meaning)> entries) =>
        byFirst = entries
            .SelectMany(entry => entry.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => (Word: word.Replace('_', ' '), entry.Meaning)))
            .GroupBy(entry => char.ToLowerInvariant(entry.Word[0]))
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(entry => entry.Word.Length).ToArray());

    public bool TryMatch(GuardText text, int at, out string word, out T meaning)
    {
        if (byFirst.TryGetValue(char.ToLowerInvariant(text[at]), out var candidates))
        {
            foreach (var (candidate, value) in candidates)
            {
                if (Fits(text, at, candidate))
                {
                    (word, meaning) = (candidate, value);
                    return true;
                }
            }
        }

        (word, meaning) = ("", default!);
        return false;
    }

    /// <summary>All words in a part, longest first at each place, none inside another.</summary>
    public IEnumerable<(string Word, T Meaning, int At)> In(GuardText text, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (TryMatch(text, at, out var word, out var meaning) && at + word.Length <= end)
            {
                yield return (word, meaning, at);
                at += word.Length - 1;
            }
        }
    }

    private static bool Fits(GuardText text, int at, string word)
    {
        if (at + word.Length > text.Length)
        {
            return false;
        }

        if (!char.IsAsciiLetter(word[0]))
        {
            return text.StartsAt(at, word);
        }

        var comparison = word.Length == 1 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return text.Text.AsSpan(at, word.Length).Equals(word, comparison)
            && !char.IsAsciiLetter(text[at - 1])
            && (!char.IsAsciiLetterOrDigit(word[^1]) || !char.IsAsciiLetter(text[at + word.Length]));
    }
}
