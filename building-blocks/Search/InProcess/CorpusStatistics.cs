using System.IO.Compression;

namespace WeChatPlatform.Search;

/// <summary>
/// In how many entries each term occurs: what the built-in embedder and the built-in reranker learn from a corpus. Counts are kept
/// in buckets of hashed terms (4 MB), so that memory does not grow with the corpus.
/// </summary>
/// <remarks>Thread-safe; a reader may see a change of an entry in part.</remarks>
public sealed class CorpusStatistics
{
    private const int Bits = 20;
    private const byte Version = 1;

    // Characters that only bind a sentence together.
    private static readonly HashSet<char> Binding =
        [.. "的了吗呢啊吧呀嘛哦着过是在有和与跟及或就都也还又很太最更会能可以要想得该请给对把被让到从向为因所但而且这那哪其之么什怎样如何个些点"];

    // Of a word that no entry has, binding characters count this much of one that may carry a subject: 这么慢 is 慢.
    private const double UnknownBinding = 0.2;

    // Of a known word they count this much: 怎么报修 and 怎么报装电表 share how they ask, not what about.
    private const double KnownBinding = 0.5;

    // A word that no entry has may be the subject (then nothing fits) or another way to say it: a good half of the rarest
    // known word keeps strangers out and lets paraphrases in.
    private const double UnknownShare = 0.6;

    // A Latin word or a number (e01, 7kw) is one feature where a Chinese word of two characters is three.
    private const double LatinWeight = 2.0;

    private readonly Synonyms synonyms;
    private readonly int[] counts;
    private int entries;

    public CorpusStatistics(Synonyms? synonyms = null)
        : this(synonyms ?? Synonyms.BuiltIn, new int[1 << Bits], 0)
    {
    }

    private CorpusStatistics(Synonyms synonyms, int[] counts, int entries)
    {
        this.synonyms = synonyms;
        this.counts = counts;
        this.entries = entries;
        Terms = new Terms(synonyms);
    }

    /// <summary>Entries counted.</summary>
    public int Entries => Volatile.Read(ref entries);

    internal Terms Terms { get; }

    /// <summary>Counts an entry.</summary>
    public void Add(IndexEntry entry) => Count(entry, 1);

    /// <summary>Counts many entries, on all cores.</summary>
    public void Add(IReadOnlyCollection<IndexEntry> added) => Parallel.ForEach(added, entry => Count(entry, 1));

    /// <summary>Takes back what <see cref="Add(IndexEntry)"/> counted; give the same entry.</summary>
    public void Remove(IndexEntry entry) => Count(entry, -1);

    /// <summary>A copy that does not change any more.</summary>
    public CorpusStatistics Snapshot() => new(synonyms, [.. counts], Entries);

    /// <summary>The counts, compressed; <see cref="Read"/> reads them.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        stream.WriteByte(Version);
        using (var compressed = new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(compressed))
        {
            writer.Write(Entries);
            foreach (var count in counts)
            {
                writer.Write7BitEncodedInt(Math.Max(count, 0));
            }
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Written by another version, or damaged.</exception>
    public static CorpusStatistics Read(ReadOnlySpan<byte> written, Synonyms? synonyms = null)
    {
        if (written.IsEmpty || written[0] != Version)
        {
            throw new InvalidDataException("These are no statistics of this version.");
        }

        try
        {
            using var stream = new MemoryStream(written[1..].ToArray());
            using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress));
            var total = reader.ReadInt32();
            var read = new int[1 << Bits];
            for (var bucket = 0; bucket < read.Length; bucket++)
            {
                read[bucket] = reader.Read7BitEncodedInt();
            }

            return new CorpusStatistics(synonyms ?? Synonyms.BuiltIn, read, total);
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("The statistics are damaged.", failure);
        }
    }

    /// <summary>Equal for equal counts.</summary>
    internal ulong Fingerprint()
    {
        var hash = 14695981039346656037ul;
        foreach (var count in counts)
        {
            hash = (hash ^ (uint)count) * 1099511628211;
        }

        return (hash ^ (uint)Entries) * 1099511628211;
    }

    /// <summary>How much a term tells, 0 or more.</summary>
    internal double Weight(uint term)
    {
        var count = Volatile.Read(ref counts[Bucket(term)]);
        var weight = count > 0
            ? Rarity(Entries, count) * Carries(term, KnownBinding)
            : UnknownShare * Rarity(Entries, 0) * Carries(term, UnknownBinding);
        return Terms.IsLatin(term) ? weight * LatinWeight : weight;
    }

    /// <summary>Inverse document frequency, never negative.</summary>
    internal static double Rarity(int entries, int entriesWithTerm) =>
        Math.Log(1 + ((Math.Max(entries - entriesWithTerm, 0) + 0.5) / (entriesWithTerm + 0.5)));

    private static double Carries(uint term, double bindingShare)
    {
        if (Terms.IsLatin(term))
        {
            return 1;
        }

        var last = Binding.Contains((char)term) ? bindingShare : 1;
        return Terms.IsSingle(term) ? last : (last + (Binding.Contains((char)(term >> 16)) ? bindingShare : 1)) / 2;
    }

    private static int Bucket(uint term) => (int)((term * 2654435769u) >> (32 - Bits));

    private void Count(IndexEntry entry, int change)
    {
        foreach (var term in EntryText.Counted(entry).SelectMany(Terms.Features).ToHashSet())
        {
            Interlocked.Add(ref counts[Bucket(term)], change);
        }

        Interlocked.Add(ref entries, change);
    }
}
