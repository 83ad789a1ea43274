namespace WeChatPlatform.Search;

/// <summary>
/// Cuts texts into terms: pairs of Chinese characters and single ones, other words whole. A term is a number, the same in every
/// process.
/// </summary>
/// <param name="synonyms">How texts are rewritten before they are cut.</param>
internal sealed class Terms(Synonyms synonyms)
{
    private const uint FirstPair = 0x3040_0000;

    /// <summary>The spelling that is compared. A text of nothing but politeness (你好) keeps it: it must be comparable with itself.</summary>
    public string Spelling(string text)
    {
        var normalized = ChineseText.Normalize(text);
        var rewritten = synonyms.Rewrite(normalized).Trim();
        return rewritten.Length > 0 ? rewritten : normalized;
    }

    /// <summary>Equal for two texts that ask the same by spelling alone.</summary>
    public string Key(string text) => Spelling(text).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Pairs and words in order, with repetitions; a single Chinese character only where it stands alone.</summary>
    public List<uint> Words(string text) => Cut(text, singles: false);

    /// <summary>Pairs, words and every single Chinese character: a paraphrase keeps characters where it breaks pairs.</summary>
    public List<uint> Features(string text) => Cut(text, singles: true);

    /// <summary>A single Chinese character: the term's number is the character itself.</summary>
    public static bool IsSingle(uint term) => term is >= 0x3040 and <= char.MaxValue;

    /// <summary>A word or a number of another script.</summary>
    public static bool IsLatin(uint term) => term is > char.MaxValue and < FirstPair;

    private List<uint> Cut(string text, bool singles)
    {
        var spelling = Spelling(text);
        var terms = new List<uint>(spelling.Length * (singles ? 2 : 1));
        var at = 0;
        while (at < spelling.Length)
        {
            var start = at;
            if (spelling[at] == ' ')
            {
                at++;
            }
            else if (ChineseText.IsHan(spelling[at]))
            {
                while (at < spelling.Length && ChineseText.IsHan(spelling[at]))
                {
                    at++;
                }

                CutRun(spelling.AsSpan(start, at - start), singles, terms);
            }
            else
            {
                while (at < spelling.Length && spelling[at] != ' ' && !ChineseText.IsHan(spelling[at]))
                {
                    at++;
                }

                terms.Add(Number(spelling.AsSpan(start, at - start)));
            }
        }

        return terms;
    }

    private static void CutRun(ReadOnlySpan<char> run, bool singles, List<uint> terms)
    {
        for (var at = 0; at < run.Length; at++)
        {
            if (singles || run.Length == 1)
            {
                terms.Add(run[at]);
            }

            if (at + 1 < run.Length)
            {
                terms.Add(((uint)run[at] << 16) | run[at + 1]);
            }
        }
    }

    // FNV-1a, kept below the numbers of pairs and above those of single characters.
    private static uint Number(ReadOnlySpan<char> word)
    {
        var hash = 2166136261u;
        foreach (var character in word)
        {
            hash = (hash ^ character) * 16777619;
        }

        return 0x1_0000 + (hash % (FirstPair - 0x1_0000));
    }
}
