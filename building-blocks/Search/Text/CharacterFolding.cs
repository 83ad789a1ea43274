using System.Text;

namespace WeChatPlatform.Search;

/// <summary>
/// One character for all that mean the same to a search: width, case, Kangxi radicals and compatibility forms (NFKC), traditional
/// and simplified. A table of all 65,536, because passages are read again with each question.
/// </summary>
internal static class CharacterFolding
{
    /// <summary>No letter and no digit.</summary>
    public const char Separator = '\0';

    /// <summary>Becomes more than one character; <see cref="Expand"/> has them.</summary>
    public const char Several = '\uffff';

    private static readonly Dictionary<char, string> Expansions = [];
    private static readonly char[] Table = Build();

    public static char Fold(char character) => Table[character];

    public static string Expand(char character) => Expansions[character];

    private static char[] Build()
    {
        var table = new char[char.MaxValue + 1];
        var simplified = Simplified();
        for (var code = 0; code < char.MaxValue; code++)
        {
            var character = (char)code;
            if (char.IsSurrogate(character))
            {
                // Characters beyond the basic plane: rare Han and emoji. Their halves are terms as they are.
                table[code] = character;
                continue;
            }

            var folded = new string([.. Folded(character).Select(one => simplified.GetValueOrDefault(one, one))]);
            table[code] = folded.Length switch
            {
                0 => Separator,
                1 => folded[0],
                _ => Several,
            };
            if (folded.Length > 1)
            {
                Expansions[character] = folded;
            }
        }

        return table;
    }

    private static IEnumerable<char> Folded(char character)
    {
        if (character < 0x80)
        {
            return char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '%' ? [char.ToLowerInvariant(character)] : [];
        }

        var folded = character is '\uFFFE' or '\uFFFF' || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.OtherNotAssigned
            ? character.ToString()
            : character.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        return folded.Where(one => char.IsLetterOrDigit(one) || one is '.' or '-' or '_' or '%');
    }

    private static Dictionary<char, char> Simplified()
    {
        using var stream = typeof(CharacterFolding).Assembly.GetManifestResourceStream("traditional-simplified.txt")
            ?? throw new InvalidOperationException("traditional-simplified.txt is not part of this assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var pairs = new Dictionary<char, char>();
        while (reader.ReadLine() is { } line)
        {
            foreach (var pair in line.StartsWith('#') ? [] : line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                pairs[pair[0]] = pair[1];
            }
        }

        return pairs;
    }
}
