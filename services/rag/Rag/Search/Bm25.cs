namespace WeChatPlatform.Rag;

/// <summary>BM25 over one field of all items.</summary>
internal sealed class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<string, List<Posting>> postings = new(StringComparer.Ordinal);
    private readonly int[] lengths;
    private readonly double averageLength;

    public Bm25(IReadOnlyList<IReadOnlyList<string>> fields)
    {
        lengths = [.. fields.Select(field => field.Count)];
        averageLength = Math.Max(1, lengths.Length == 0 ? 1 : lengths.Average());
        for (var item = 0; item < fields.Count; item++)
        {
            foreach (var (term, count) in fields[item].CountBy(term => term, StringComparer.Ordinal))
            {
                if (!postings.TryGetValue(term, out var list))
                {
                    postings[term] = list = [];
                }

                list.Add(new Posting(item, count));
            }
        }
    }

    /// <summary>Adds the weighted score of every item that shares a term with the query.</summary>
    public void AddScores(IEnumerable<string> query, double weight, Dictionary<int, double> scores)
    {
        foreach (var term in query.Distinct(StringComparer.Ordinal))
        {
            if (!postings.TryGetValue(term, out var list))
            {
                continue;
            }

            var rarity = Rarity.Of(lengths.Length, list.Count);
            foreach (var (item, count) in list)
            {
                var saturation = K1 * (1 - B + (B * lengths[item] / averageLength));
                scores[item] = scores.GetValueOrDefault(item) + (weight * rarity * count * (K1 + 1) / (count + saturation));
            }
        }
    }

    private sealed record Posting(int Item, int Count);
}

/// <summary>How much a term tells: its inverse document frequency, never negative.</summary>
internal static class Rarity
{
    public static double Of(int items, int itemsWithTerm) =>
        Math.Log(1 + ((items - itemsWithTerm + 0.5) / (itemsWithTerm + 0.5)));
}
