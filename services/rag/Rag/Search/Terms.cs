using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Rag;

/// <summary>
/// Cuts text into terms: runs of Chinese characters into bigrams, Latin words and numbers whole. Width, case and the
/// spelling of units do not count, and neither do words of politeness.
/// </summary>
internal static partial class Terms
{
    // Longest first, so that 请问一下 goes as a whole. They carry no topic, and next to a topic they would make bigrams
    // that no standard question has.
    private static readonly string[] Fillers =
    [
        "我想了解一下", "我想咨询一下", "我想问一下", "想了解一下", "想咨询一下", "麻烦问一下", "请问一下", "想问一下",
        "我想知道", "我想了解", "我想咨询", "我想问", "想知道", "想咨询", "想问", "请问", "麻烦", "告诉我", "帮我", "你好", "您好", "谢谢",
        "一下", "你们", "您们", "我们", "那个", "这个", "什么是", "呢", "啊", "吧", "呀", "哦", "嘛", "吗", "的", "了", "我", "你", "您",
    ];

    /// <summary>Width, case, spacing between a number and its unit: one spelling for one meaning.</summary>
    public static string Normalize(string text)
    {
        var folded = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        folded = Kilowatt().Replace(folded, "kw");
        return GapInWord().Replace(folded, "");
    }

    /// <summary>What the ranking counts, in order and with repetitions.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var run in Runs(text))
        {
            if (!IsHan(run[0]) || run.Length == 1)
            {
                words.Add(run);
                continue;
            }

            for (var start = 0; start + 2 <= run.Length; start++)
            {
                words.Add(run.Substring(start, 2));
            }
        }

        return words;
    }

    /// <summary>
    /// What the comparison of two questions counts: bigrams and single characters, because a paraphrase keeps characters
    /// where it breaks bigrams (多少钱 and 价钱).
    /// </summary>
    public static HashSet<string> Features(string text)
    {
        var features = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in Runs(text))
        {
            if (!IsHan(run[0]))
            {
                features.Add(run);
                continue;
            }

            for (var start = 0; start < run.Length; start++)
            {
                features.Add(run.Substring(start, 1));
                if (start + 2 <= run.Length)
                {
                    features.Add(run.Substring(start, 2));
                }
            }
        }

        return features;
    }

    /// <summary>The text without punctuation, width, case and politeness: equal texts ask the same.</summary>
    public static string Key(string text) => string.Concat(Runs(text));

    private static List<string> Runs(string text)
    {
        var runs = Run().Matches(Normalize(text)).Select(match => match.Value).ToList();
        var kept = runs.ConvertAll(run => IsHan(run[0]) ? WithoutFillers(run) : run);
        kept.RemoveAll(run => run.Length == 0);

        // A text of nothing but politeness (你好) still has to be comparable with itself.
        return kept.Count > 0 ? kept : runs;
    }

    private static string WithoutFillers(string run)
    {
        foreach (var filler in Fillers)
        {
            run = run.Replace(filler, "", StringComparison.Ordinal);
        }

        return run;
    }

    private static bool IsHan(char character) => character >= '\u3040';

    // Kana and Hangul have no spaces to rely on either, so they go by bigrams too.
    [GeneratedRegex(@"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+|[a-z0-9]+(?:\.[0-9]+)?", RegexOptions.None, 1000)]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<=[0-9])\s*千瓦", RegexOptions.None, 1000)]
    private static partial Regex Kilowatt();

    // e 01 and e-01 are e01, 7 kW is 7kW; but 7kW 11kW are two words.
    [GeneratedRegex(
        @"(?<=(?<![a-z0-9])[a-z]{1,4})[\s\-_]+(?=[0-9])|(?<=[0-9])\s+(?=(?:kwh?|w|v|a|mm|cm|m|kg)(?![a-z0-9]))",
        RegexOptions.None,
        1000)]
    private static partial Regex GapInWord();
}
