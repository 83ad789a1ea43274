using System.Runtime.InteropServices;

namespace WeChatPlatform.Search;

/// <summary>One field of the keyword index: where each term stands, and how long each entry's field is.</summary>
/// <remarks>Terms are parted by number, so that many entries are written by all cores at once. One change at a time.</remarks>
internal sealed class KeywordField(double k1, double b)
{
    private const int Parts = 4;

    // Fewer places are written before another core has begun.
    private const int LeastForAllCores = 2000;

    private readonly List<float> lengths = [];
    private readonly Part[] parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];
    private double total;
    private int live;

    /// <summary>About right.</summary>
    public long Bytes
    {
        get
        {
            const int perTerm = 60;
            return (lengths.Capacity * (long)sizeof(float)) + parts.Sum(part => part.Pool.Bytes + (part.Terms.Count * (long)perTerm));
        }
    }

    /// <summary>Adds entries under the numbers that come next.</summary>
    public void Add(IReadOnlyList<KeyValuePair<uint, int>[]> entries)
    {
        var (first, places) = (lengths.Count, 0);
        foreach (var counts in entries)
        {
            var length = counts.Sum(term => term.Value);
            lengths.Add(length);
            total += length;
            live++;
            places += counts.Length;
        }

        if (places < LeastForAllCores)
        {
            for (var number = 0; number < Parts; number++)
            {
                parts[number].Add(number, first, entries);
            }
        }
        else
        {
            Parallel.For(0, Parts, number => parts[number].Add(number, first, entries));
        }
    }

    public void Remove(int number, KeyValuePair<uint, int>[] counts)
    {
        total -= lengths[number];
        live--;
        foreach (var (term, _) in counts)
        {
            CollectionsMarshal.GetValueRefOrNullRef(PartOf(term).Terms, term).Live--;
        }
    }

    /// <summary>Fills an empty field with another's places under new numbers; below 0 is gone.</summary>
    public void Take(KeywordField other, int[] moved)
    {
        (total, live) = (other.total, other.live);
        lengths.AddRange(other.lengths.Where((_, number) => moved[number] >= 0));
        Parallel.For(0, Parts, number => parts[number].Take(other.parts[number], moved));
    }

    /// <summary>Adds what each of the words is worth to the scores of the entries that have it.</summary>
    public void AddScores(List<uint> words, int entries, double weight, float[] scores)
    {
        var average = live == 0 ? 1 : Math.Max(1, total / live);
        var shortest = (float)(k1 * (1 - b));
        var slope = (float)(k1 * b / average);
        var sizes = CollectionsMarshal.AsSpan(lengths);
        foreach (var word in words)
        {
            var part = PartOf(word);
            if (!part.Terms.TryGetValue(word, out var postings) || postings.Live <= 0)
            {
                continue;
            }

            var gain = (float)(weight * CorpusStatistics.Rarity(entries, postings.Live) * (k1 + 1));
            for (var place = postings.Read(part.Pool); place.Next();)
            {
                scores[place.Entry] += gain * place.Count / (place.Count + shortest + (slope * sizes[place.Entry]));
            }
        }
    }

    private static int PartNumber(uint term) => (int)((term * 2654435769u) >> 30);

    private Part PartOf(uint term) => parts[PartNumber(term)];

    private sealed class Part
    {
        public Dictionary<uint, Postings> Terms { get; } = [];

        public PostingsPool Pool { get; } = new();

        public void Add(int number, int first, IReadOnlyList<KeyValuePair<uint, int>[]> entries)
        {
            for (var at = 0; at < entries.Count; at++)
            {
                foreach (var (term, count) in entries[at])
                {
                    if (PartNumber(term) == number)
                    {
                        CollectionsMarshal.GetValueRefOrAddDefault(Terms, term, out _).Add(Pool, first + at, count);
                    }
                }
            }
        }

        public void Take(Part other, int[] moved)
        {
            foreach (var (term, postings) in other.Terms)
            {
                if (postings.Live <= 0)
                {
                    continue;
                }

                var kept = default(Postings);
                for (var place = postings.Read(other.Pool); place.Next();)
                {
                    if (moved[place.Entry] >= 0)
                    {
                        kept.Add(Pool, moved[place.Entry], place.Count);
                    }
                }

                Terms[term] = kept;
            }
        }
    }
}
