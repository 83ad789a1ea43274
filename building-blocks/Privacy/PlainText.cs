using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Privacy;

/// <summary>
/// A text as the patterns read it: digits are 0 to 9, separators are a blank or a hyphen, invisible characters are gone. Knows where
/// each of its characters stands in the original. What a pattern took is blanked, so that the next one cannot take it again.
/// </summary>
internal sealed partial class PlainText
{
    private const char Taken = '\uFFFF';
    private const string ChineseDigits = "零一二三四五六七八九";
    private readonly int[] _origins;
    private readonly char[] _characters;

    private PlainText(char[] characters, int[] origins) => (_characters, _origins) = (characters, origins);

    public static PlainText Of(string text)
    {
        var characters = new char[text.Length];
        var origins = new int[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.Format)
            {
                continue;
            }

            characters[length] = Plain(text[i]);
            origins[length++] = i;
        }

        Array.Resize(ref characters, length);
        var spoken = new string(characters);
        foreach (var run in SpokenNumber().EnumerateMatches(spoken))
        {
            for (var i = run.Index; i < run.Index + run.Length; i++)
            {
                characters[i] = Digit(characters[i]);
            }
        }

        return new PlainText(characters, origins[..length]);
    }

    /// <summary>All that a pattern finds and the rule agrees to; it is blanked for whoever comes next.</summary>
    /// <remarks>A pattern with a group named n takes that group alone.</remarks>
    public IEnumerable<PersonalFind> Take(Regex pattern, string mark, Func<string, bool>? rule = null)
    {
        var finds = new List<PersonalFind>();
        foreach (Match match in pattern.Matches(new string(_characters)))
        {
            var found = match.Groups["n"] is { Success: true } named ? named : match;
            if (found.Length > 0 && (rule is null || rule(found.Value)))
            {
                finds.Add(new PersonalFind(_origins[found.Index], _origins[found.Index + found.Length - 1] + 1, mark));
                Array.Fill(_characters, Taken, found.Index, found.Length);
            }
        }

        return finds;
    }

    /// <summary>All places where one of the words stands, in any case.</summary>
    public IEnumerable<PersonalFind> TakeWords(IEnumerable<string> words, string mark)
    {
        var finds = new List<PersonalFind>();
        foreach (var word in words.Select(word => new string(Of(word)._characters)).Where(word => word.Length > 0))
        {
            var text = new string(_characters);
            for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += word.Length)
            {
                finds.Add(new PersonalFind(_origins[at], _origins[at + word.Length - 1] + 1, mark));
                Array.Fill(_characters, Taken, at, word.Length);
            }
        }

        return finds;
    }

    private static char Plain(char character) => character switch
    {
        >= '0' and <= '9' => character,
        >= 'Ａ' and <= 'Ｚ' or >= 'ａ' and <= 'ｚ' => (char)(character - 'Ａ' + 'A'),
        '＋' => '+',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '－' or '\u2010' or '\u2011' or '\u2012' or '–' or '—' or '―' or '−' or '_' or '~' or '～' => '-',
        '.' or '·' or '．' or '•' => '.',
        '\r' or '\n' => '\n',
        _ when char.IsWhiteSpace(character) => ' ',
        _ when char.IsDigit(character) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(character)),
        _ => character,
    };

    private static char Digit(char character) => character switch
    {
        '〇' or '○' => '0',
        '幺' => '1',
        '两' => '2',
        _ when ChineseDigits.IndexOf(character, StringComparison.Ordinal) is >= 0 and var value => (char)('0' + value),
        _ => character,
    };

    /// <summary>Eleven digits or more, however they are written: shorter runs of Chinese numerals are words.</summary>
    [GeneratedRegex("[0-9零〇○一二三四五六七八九幺两](?:[ .-]?[0-9零〇○一二三四五六七八九幺两]){10,40}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SpokenNumber();
}
