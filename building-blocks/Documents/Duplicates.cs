using System.Numerics;
using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>How near two texts are to each other, by what they say: case, width, blanks and punctuation count for nothing.</summary>
public static class Duplicates
{
    private const double NotEqual = 0.9999;

    /// <summary>1 for texts that are equal; below that the share of common pieces of three characters (Jaccard), 0 to 1.</summary>
    public static double Similarity(string one, string other)
    {
        var (plain, otherPlain) = (PlainWords.Of(one), PlainWords.Of(other));
        if (plain == otherPlain)
        {
            return 1;
        }

        var (pieces, otherPieces) = (PlainWords.Pieces(plain), PlainWords.Pieces(otherPlain));
        var common = pieces.Count(otherPieces.Contains);
        return Math.Min(NotEqual, (double)common / (pieces.Count + otherPieces.Count - common));
    }

    /// <summary>
    /// Whether the texts name the same numbers in the same order: prices, models, dates. Near texts that do not are more likely an old and a new version
    /// than a repetition.
    /// </summary>
    public static bool HaveSameNumbers(string one, string other) => Numbers(one).SequenceEqual(Numbers(other), StringComparer.Ordinal);

    private static List<string> Numbers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
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

/// <summary>
/// What is kept of a text to hold it against others (MinHash): two sketches agree in a place as often as their texts have pieces in common. The same on
/// every machine and in every run.
/// </summary>
public sealed class TextSketch
{
    private const int Bands = 32;
    private const int RowsPerBand = 4;

    private static readonly uint[] Seeds = [.. Enumerable.Range(1, Bands * RowsPerBand).Select(at => (uint)Mixed.Of((ulong)at * 0x9E3779B97F4A7C15))];

    // Odd, so that every number has its own product.
    private static readonly uint[] Factors = [.. Enumerable.Range(1, Bands * RowsPerBand).Select(at => (uint)Mixed.Of((ulong)at * 0xD1B54A32D192ED03) | 1)];

    private readonly uint[] _least;

    private TextSketch(uint[] least, ulong equal, int letters) => (_least, Equal, Letters) = (least, equal, letters);

    /// <summary>The same for texts that are equal but for case, width, blanks and punctuation.</summary>
    public ulong Equal { get; }

    /// <summary>Letters and digits of the text.</summary>
    public int Letters { get; }

    public static TextSketch Of(string text)
    {
        var plain = PlainWords.Of(text);
        var least = new uint[Seeds.Length];
        Array.Fill(least, uint.MaxValue);
        foreach (var piece in PlainWords.Pieces(plain))
        {
            Lower(least, (uint)(Mixed.Of(piece) >> 32));
        }

        return new TextSketch(least, Hash(plain), plain.Length);
    }

    /// <summary><see cref="Equal"/> of a text, without the rest of its sketch.</summary>
    public static ulong EqualOf(string text) => Hash(PlainWords.Of(text));

    /// <summary>The sketch of all the texts together, in any order.</summary>
    public static TextSketch OfAll(IReadOnlyCollection<TextSketch> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var least = new uint[Seeds.Length];
        Array.Fill(least, uint.MaxValue);
        foreach (var part in parts)
        {
            for (var at = 0; at < least.Length; at++)
            {
                least[at] = Math.Min(least[at], part._least[at]);
            }
        }

        return new TextSketch(least, parts.Aggregate(0UL, (sum, part) => sum + Mixed.Of(part.Equal)), parts.Sum(part => part.Letters));
    }

    /// <summary>About how near the texts are, 0 to 1: off by 0.04 in most cases.</summary>
    public double SimilarityTo(TextSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _least.Zip(other._least).Count(pair => pair.First == pair.Second) / (double)_least.Length;
    }

    /// <summary>
    /// A number for each band of the sketch. Texts as near as 0.8 agree in at least one band, but for one pair in ten million; texts as near as 0.3 do so in
    /// one of four.
    /// </summary>
    public IReadOnlyList<uint> InBands()
    {
        var bands = new uint[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var hash = (ulong)band;
            foreach (var value in _least.AsSpan(band * RowsPerBand, RowsPerBand))
            {
                hash = Mixed.Of(hash ^ value);
            }

            bands[band] = (uint)(hash >> 32);
        }

        return bands;
    }

    private static ulong Hash(string plain)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in plain)
        {
            hash = Mixed.Of(hash ^ character);
        }

        return hash;
    }

    private static void Lower(uint[] least, uint piece)
    {
        var pieces = new Vector<uint>(piece);
        for (var at = 0; at < least.Length; at += Vector<uint>.Count)
        {
            Vector.Min(new Vector<uint>(least, at), (pieces ^ new Vector<uint>(Seeds, at)) * new Vector<uint>(Factors, at)).CopyTo(least, at);
        }
    }
}

/// <summary>Letters and digits alone, in one case and one width, and their pieces of three characters.</summary>
internal static class PlainWords
{
    private const int Length = 3;

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new string([.. text.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
    }

    public static HashSet<ulong> Pieces(string plain)
    {
        var pieces = new HashSet<ulong>();
        for (var at = 0; at == 0 || at + Length <= plain.Length; at++)
        {
            var value = 0UL;
            foreach (var character in plain.AsSpan(at, Math.Min(Length, plain.Length - at)))
            {
                value = (value << 16) | character;
            }

            pieces.Add(value);
        }

        return pieces;
    }
}

/// <summary>The finaliser of SplitMix64.</summary>
internal static class Mixed
{
    public static ulong Of(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
