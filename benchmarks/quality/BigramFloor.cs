using System.Text.RegularExpressions;

namespace WeChatPlatform.Quality;

/// <summary>What everything is compared with: BM25 on character bigrams, k1 1.2, b 0.75, written for itself.</summary>
internal sealed partial class BigramFloor
{
    private readonly Dictionary<string, List<(int Document, int Count)>> postings = new(StringComparer.Ordinal);
    private readonly int[] lengths;
    private readonly double average;

    public BigramFloor(IReadOnlyList<string> documents)
    {
        lengths = new int[documents.Count];
        for (var number = 0; number < documents.Count; number++)
        {
            var terms = Cut(documents[number]);
            lengths[number] = terms.Count;
            foreach (var (term, count) in terms.CountBy(term => term, StringComparer.Ordinal))
            {
                if (!postings.TryGetValue(term, out var list))
                {
                    postings[term] = list = [];
                }

                list.Add((number, count));
            }
        }

        average = Math.Max(1, lengths.DefaultIfEmpty(1).Average());
    }

    public IEnumerable<int> Search(string question, int limit)
    {
        var scores = new Dictionary<int, double>();
        foreach (var term in Cut(question).Distinct(StringComparer.Ordinal))
        {
            foreach (var (document, count) in postings.GetValueOrDefault(term) ?? [])
            {
                var rarity = Math.Log(1 + ((lengths.Length - postings[term].Count + 0.5) / (postings[term].Count + 0.5)));
                var score = rarity * count * 2.2 / (count + (1.2 * (0.25 + (0.75 * lengths[document] / average))));
                scores[document] = scores.GetValueOrDefault(document) + score;
            }
        }

        return scores.OrderByDescending(score => score.Value).ThenBy(score => score.Key).Take(limit).Select(score => score.Key);
    }

    private static List<string> Cut(string text)
    {
        var terms = new List<string>();
        foreach (Match run in Run().Matches(text.ToLowerInvariant()))
        {
            if (run.Value[0] < 0x3400 || run.Length == 1)
            {
                terms.Add(run.Value);
                continue;
            }

            for (var at = 0; at + 2 <= run.Length; at++)
            {
                terms.Add(run.Value.Substring(at, 2));
            }
        }

        return terms;
    }

    [GeneratedRegex(@"[\u3400-\u9fff]+|[a-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Run();
}
