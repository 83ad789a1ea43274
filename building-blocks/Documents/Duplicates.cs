using System.Security.Cryptography;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>Two texts that say the same, by their places in the list that was given.</summary>
/// <remarks>
/// <paramref name="Similarity"/> is 1 for texts that are equal but for case, width, blanks and punctuation; below that it is the share of common
/// pieces of three characters (Jaccard). <paramref name="SameNumbers"/> is false where the texts differ in a number: a price, a model, a date. Such a pair is
/// more likely an old and a new version than a repetition.
/// </remarks>
public sealed record DuplicateTexts(int First, int Second, double Similarity, bool SameNumbers);

/// <summary>Finds equal and nearly equal texts among many, without comparing each with each.</summary>
public static class Duplicates
{
    private const int Shingle = 3;
    private const int Bands = 32;
    private const int RowsPerBand = 4;

    // A band in which very many agree is one of empty phrases; comparing all of them would take for ever.
    private const int MostInBand = 200;

    /// <summary>Names a text's content: equal for texts that differ in case, width, blanks and punctuation only.</summary>
    public static string ContentHash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Plain(text))));
    }

    /// <summary>Pairs of equal or nearly equal texts, the most similar first. Each text is in at most one pair as the second.</summary>
    /// <param name="texts">Texts of chunks, questions or whole documents.</param>
    /// <param name="threshold">Least similarity, over 0 to 1. Pairs a little above it may be missed, with 0.8 fewer than one in ten thousand.</param>
    /// <param name="ct">Ends the search.</param>
    public static IReadOnlyList<DuplicateTexts> Find(IReadOnlyList<string> texts, double threshold = 0.8, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var plain = texts.Select(Plain).ToList();
        var shingles = plain.Select(Shingles).ToList();
        var best = new Dictionary<int, DuplicateTexts>();
        foreach (var (first, second) in Candidates(plain, shingles, ct))
        {
            ct.ThrowIfCancellationRequested();
            var similarity = plain[first] == plain[second] ? 1 : Math.Min(Jaccard(shingles[first], shingles[second]), 0.9999);
            if (similarity >= threshold && (!best.TryGetValue(second, out var known) || known.Similarity < similarity))
            {
                best[second] = new DuplicateTexts(first, second, similarity, Numbers(texts[first]).SequenceEqual(Numbers(texts[second]), StringComparer.Ordinal));
            }
        }

        return [.. best.Values.OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Second)];
    }

    /// <summary>The share of common pieces of two texts, 0 to 1.</summary>
    public static double Similarity(string one, string other) => Jaccard(Shingles(Plain(one)), Shingles(Plain(other)));

    private static IEnumerable<(int First, int Second)> Candidates(List<string> plain, List<HashSet<ulong>> shingles, CancellationToken ct)
    {
        var seen = new HashSet<(int, int)>();
        var equal = new Dictionary<string, int>(StringComparer.Ordinal);
        var bands = new Dictionary<(int Band, ulong Hash), List<int>>();
        for (var at = 0; at < plain.Count; at++)
        {
            ct.ThrowIfCancellationRequested();
            if (plain[at].Length == 0)
            {
                continue;
            }

            if (!equal.TryAdd(plain[at], at))
            {
                yield return (equal[plain[at]], at);
                continue;
            }

            var signature = Signature(shingles[at]);
            for (var band = 0; band < Bands; band++)
            {
                var hash = 14695981039346656037UL;
                foreach (var value in signature.AsSpan(band * RowsPerBand, RowsPerBand))
                {
                    hash = Mix(hash ^ value);
                }

                if (!bands.TryGetValue((band, hash), out var others))
                {
                    bands[(band, hash)] = others = [];
                }

                foreach (var other in others)
                {
                    if (seen.Add((other, at)))
                    {
                        yield return (other, at);
                    }
                }

                if (others.Count < MostInBand)
                {
                    others.Add(at);
                }
            }
        }
    }

    /// <summary>Letters and digits alone, in one case and one width.</summary>
    private static string Plain(string text) =>
        new([.. text.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static HashSet<ulong> Shingles(string plain)
    {
        var shingles = new HashSet<ulong>();
        for (var at = 0; at == 0 || at + Shingle <= plain.Length; at++)
        {
            var value = 0UL;
            foreach (var character in plain.AsSpan(at, Math.Min(Shingle, plain.Length - at)))
            {
                value = (value << 16) | character;
            }

            shingles.Add(value);
        }

        return shingles;
    }

    /// <summary>MinHash: two sets agree in a place as often as they have pieces in common.</summary>
    private static ulong[] Signature(HashSet<ulong> shingles)
    {
        var least = new ulong[Bands * RowsPerBand];
        Array.Fill(least, ulong.MaxValue);
        foreach (var shingle in shingles)
        {
            for (var at = 0; at < least.Length; at++)
            {
                least[at] = Math.Min(least[at], Mix(shingle + ((ulong)(at + 1) * 0x9E3779B97F4A7C15)));
            }
        }

        return least;
    }

    // The finaliser of SplitMix64: the same on every machine and in every run.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static double Jaccard(HashSet<ulong> one, HashSet<ulong> other)
    {
        var common = one.Count(other.Contains);
        return (double)common / (one.Count + other.Count - common);
    }

    private static List<string> Numbers(string text)
    {
        var numbers = new List<string>();
        var number = new StringBuilder();
        foreach (var character in text.Normalize(NormalizationForm.FormKC) + " ")
        {
            if (char.IsAsciiDigit(character) || (character == '.' && number.Length > 0))
            {
                number.Append(character);
            }
            else if (number.Length > 0)
            {
                numbers.Add(number.ToString().TrimEnd('.'));
                number.Clear();
            }
        }

        return numbers;
    }
}
