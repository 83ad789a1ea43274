using System.Globalization;

namespace WeChatPlatform.Search;

/// <summary>
/// The embedder that needs no model: characters, pairs of them and words, weighted by how rare they are in the corpus, hashed into
/// a unit vector. It knows spelling and no meaning: 电费 and 度数 are strangers to it. Deterministic; needs no network.
/// </summary>
public sealed class BuiltInEmbedder : IEmbedder
{
    public const int DefaultDimensions = 512;

    // Each term goes to so many places, so that two terms which share one are still told apart by the others.
    private const int Places = 2;

    // A single character says less than a pair: its share.
    private const double SingleShare = 0.5;

    // Fewer texts are embedded before other cores have begun.
    private const int LeastForAllCores = 64;

    private readonly CorpusStatistics statistics;

    /// <param name="statistics">What the corpus taught; it must not change any more (<see cref="CorpusStatistics.Snapshot"/>).</param>
    /// <param name="dimensions">64 to 4096.</param>
    public BuiltInEmbedder(CorpusStatistics statistics, int dimensions = DefaultDimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, 4096);
        this.statistics = statistics;
        Dimensions = dimensions;
        Name = string.Create(CultureInfo.InvariantCulture, $"built-in/1/{dimensions}/{statistics.Fingerprint():x16}");
    }

    public string Name { get; }

    public int Dimensions { get; }

    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct)
    {
        var vectors = new float[texts.Count][];
        if (texts.Count < LeastForAllCores)
        {
            for (var at = 0; at < vectors.Length; at++)
            {
                ct.ThrowIfCancellationRequested();
                vectors[at] = Embed(texts[at]);
            }
        }
        else
        {
            Parallel.For(0, vectors.Length, new ParallelOptions { CancellationToken = ct }, at => vectors[at] = Embed(texts[at]));
        }

        return Task.FromResult<IReadOnlyList<float[]>>(vectors);
    }

    /// <summary>The vector of one text; all zero for a text without words.</summary>
    public float[] Embed(string text)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var term in statistics.Terms.Features(text))
        {
            counts[term] = counts.GetValueOrDefault(term) + 1;
        }

        var sum = new double[Dimensions];
        foreach (var (term, count) in counts)
        {
            var weight = statistics.Weight(term) * (1 + Math.Log(count)) * (Terms.IsSingle(term) ? SingleShare : 1);
            var hash = Mix(term);
            for (var place = 0; place < Places; place++)
            {
                var at = (int)((hash & 0xffff_ffff) % (uint)Dimensions);
                sum[at] += (hash >> 63) == 0 ? weight : -weight;
                hash = Mix(hash);
            }
        }

        return Unit(sum);
    }

    private static float[] Unit(double[] sum)
    {
        var length = Math.Sqrt(sum.Sum(value => value * value));
        return length == 0 ? new float[sum.Length] : Array.ConvertAll(sum, value => (float)(value / length));
    }

    // The finalizer of SplitMix64: every bit of the term has a say in every bit of the hash.
    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
