namespace WeChatPlatform.Search;

/// <summary>How questions are compared where no index is at hand: as the search itself writes and cuts them.</summary>
public static class Wording
{
    private static readonly Terms Terms = new(Synonyms.BuiltIn);

    /// <summary>Equal for two texts that ask the same by spelling alone: without punctuation, width, case and politeness.</summary>
    public static string Key(string text) => Terms.Key(text);

    /// <summary>Single Chinese characters, pairs of them, and the words and numbers of other scripts.</summary>
    public static IReadOnlySet<string> Features(string text)
    {
        var features = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in Terms.Spelling(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            for (var at = 0; at < word.Length; at++)
            {
                if (!ChineseText.IsHan(word[at]))
                {
                    continue;
                }

                Add(word[start..at]);
                Add(word.Substring(at, 1));
                if (at + 1 < word.Length && ChineseText.IsHan(word[at + 1]))
                {
                    Add(word.Substring(at, 2));
                }

                start = at + 1;
            }

            Add(word[start..]);
        }

        return features;

        void Add(string feature)
        {
            if (feature.Length > 0)
            {
                features.Add(feature);
            }
        }
    }
}
