using System.Text;

namespace WeChatPlatform.Search;

/// <summary>
/// The one spelling that texts are compared in: width, case, Kangxi radicals, traditional characters, units and numbers folded,
/// punctuation gone. Words of other scripts have a space between them; Chinese runs are left whole.
/// </summary>
public static class ChineseText
{
    // E 01 and E-01 are E01: so many letters may stand before the gap. More are a word of their own (iphone 15).
    private const int LongestPrefix = 4;

    /// <summary>How the text is written for a search. Two texts that mean the same by spelling alone become equal.</summary>
    public static string Normalize(string text)
    {
        var folded = Fold(text);
        return Quantities.Normalize(folded);
    }

    /// <summary>Han, kana and hangul have no spaces to rely on; they go by pairs of characters.</summary>
    internal static bool IsHan(char character) => character >= '\u3040';

    // Letters and digits stay, one space stands for whatever parted two words; a point between digits stays (1.5).
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length + 8);
        var parted = false;
        foreach (var character in text)
        {
            var one = CharacterFolding.Fold(character);
            if (one == CharacterFolding.Several)
            {
                foreach (var each in CharacterFolding.Expand(character))
                {
                    Append(folded, each, ref parted);
                }
            }
            else
            {
                Append(folded, one, ref parted);
            }
        }

        return JoinCodes(folded);
    }

    private static void Append(StringBuilder folded, char character, ref bool parted)
    {
        if (character == CharacterFolding.Separator)
        {
            parted = true;
            return;
        }

        if (parted && folded.Length > 0)
        {
            folded.Append(' ');
        }

        parted = false;
        folded.Append(character);
    }

    private static string JoinCodes(StringBuilder folded)
    {
        var kept = 0;
        for (var at = 0; at < folded.Length; at++)
        {
            var character = folded[at];
            var isGap = IsGap(character);
            if (!isGap && character != '%')
            {
                folded[kept++] = character;
                continue;
            }

            // Several separators in a row part words as one does.
            var isAlone = true;
            while (isGap && at + 1 < folded.Length && IsGap(folded[at + 1]))
            {
                (isAlone, at) = (false, at + 1);
            }

            var next = at + 1 < folded.Length ? folded[at + 1] : ' ';
            var before = kept > 0 ? folded[kept - 1] : ' ';
            if (character == '%' && char.IsAsciiDigit(before))
            {
                folded[kept++] = '%';
            }
            else if (character == '.' && isAlone && char.IsAsciiDigit(before) && char.IsAsciiDigit(next))
            {
                folded[kept++] = '.';
            }
            else if (isGap && character != '.' && char.IsAsciiDigit(next) && IsShortWord(folded, kept))
            {
                // The letters before and the number after are one code.
            }
            else if (before != ' ' && next != ' ')
            {
                folded[kept++] = ' ';
            }
        }

        folded.Length = kept;
        return folded.ToString().Trim();
    }

    private static bool IsGap(char character) => character is ' ' or '-' or '_' or '.';

    private static bool IsShortWord(StringBuilder folded, int end)
    {
        var start = end;
        while (start > 0 && char.IsAsciiLetter(folded[start - 1]))
        {
            start--;
        }

        return end - start is > 0 and <= LongestPrefix && (start == 0 || !char.IsAsciiDigit(folded[start - 1]));
    }
}
