using System.Buffers;

namespace WeChatPlatform.Search;

/// <summary>
/// Nearest vectors in memory: a scan of all in bytes, then those that can still be among the best exactly. The error of the bytes is
/// bounded, so the answer is that of an exact scan as long as no more than <see cref="MostRescored"/> entries are in question.
/// </summary>
/// <remarks>
/// Takes one byte a dimension and about 100 bytes an entry, beside the vectors themselves, which stay in the entries (four bytes a
/// dimension). Searches run beside each other; a change waits for those that run.
/// </remarks>
public sealed class MemoryVectorIndex : IVectorIndex, IDisposable
{
    /// <summary>Most entries that one search looks at exactly.</summary>
    public const int MostRescored = 4096;

    private const int BlockEntries = 1024;
    private const int Batch = 256;

    // So many entries are scanned by one core before another one may take the next: about half a millisecond.
    private const int Segment = 16_384;

    private readonly ReaderWriterLockSlim gate = new();
    private readonly int stride;
    private readonly List<sbyte[]> blocks = [];
    private readonly List<IndexEntry> entries = [];
    private readonly List<(float Step, float Error)> scales = [];
    private readonly Dictionary<Guid, int> numbers = [];

    /// <param name="dimensions">1 to 16384, of every vector.</param>
    public MemoryVectorIndex(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, 16_384);
        Dimensions = dimensions;
        stride = QuantizedVector.Stride(dimensions);
    }

    public int Dimensions { get; }

    /// <exception cref="ArgumentException">A vector has another number of dimensions.</exception>
    public Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            if (entry.Vector is { } vector && vector.Length != Dimensions)
            {
                throw new ArgumentException($"A vector has {vector.Length} dimensions; this index has {Dimensions}.", nameof(entries));
            }
        }

        foreach (var batch in entries.Chunk(Batch))
        {
            ct.ThrowIfCancellationRequested();
            Change(() => Array.ForEach(batch, Put));
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct)
    {
        Change(() =>
        {
            foreach (var id in entryIds)
            {
                Remove(id);
            }
        });
        return Task.CompletedTask;
    }

    /// <exception cref="ArgumentException">The question's vector has another number of dimensions.</exception>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(ReadOnlyMemory<float> question, SearchFilter filter, int limit, CancellationToken ct)
    {
        if (question.Length != Dimensions)
        {
            throw new ArgumentException($"The question has {question.Length} dimensions; this index has {Dimensions}.", nameof(question));
        }

        gate.EnterReadLock();
        try
        {
            return Task.FromResult<IReadOnlyList<SearchHit>>(
                entries.Count == 0 || limit <= 0 ? [] : Search(question.Span, filter, limit));
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    public Task<long> CountAsync(CancellationToken ct)
    {
        gate.EnterReadLock();
        try
        {
            return Task.FromResult((long)entries.Count);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    /// <summary>Bytes that the index takes, the entries and their vectors left out; about right.</summary>
    public long ApproximateBytes()
    {
        const int perEntry = 100;
        gate.EnterReadLock();
        try
        {
            return ((long)blocks.Count * BlockEntries * stride) + ((long)entries.Count * perEntry);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    /// <summary>Waits for searches that still run: one that was too slow for its answer goes on by itself.</summary>
    public void Dispose()
    {
        gate.EnterWriteLock();
        gate.ExitWriteLock();
        gate.Dispose();
    }

    private void Change(Action change)
    {
        gate.EnterWriteLock();
        try
        {
            change();
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    private Span<sbyte> Codes(int number) => blocks[number / BlockEntries].AsSpan(number % BlockEntries * stride, stride);

    private void Put(IndexEntry entry)
    {
        if (entry.Vector is not { } vector)
        {
            Remove(entry.EntryId);
            return;
        }

        if (!numbers.TryGetValue(entry.EntryId, out var number))
        {
            number = entries.Count;
            numbers[entry.EntryId] = number;
            entries.Add(entry);
            scales.Add(default);
            if (number / BlockEntries == blocks.Count)
            {
                blocks.Add(new sbyte[BlockEntries * stride]);
            }
        }

        entries[number] = entry;
        scales[number] = QuantizedVector.Quantize(vector, Codes(number));
    }

    // The last one takes the place of the one that goes.
    private void Remove(Guid entryId)
    {
        if (!numbers.Remove(entryId, out var number))
        {
            return;
        }

        var last = entries.Count - 1;
        if (number != last)
        {
            Codes(last).CopyTo(Codes(number));
            entries[number] = entries[last];
            scales[number] = scales[last];
            numbers[entries[number].EntryId] = number;
        }

        entries.RemoveAt(last);
        scales.RemoveAt(last);
        if (last % BlockEntries == 0)
        {
            blocks.RemoveAt(blocks.Count - 1);
        }
    }

    private List<SearchHit> Search(ReadOnlySpan<float> question, SearchFilter filter, int limit)
    {
        var count = entries.Count;
        var (upper, codes) = (ArrayPool<float>.Shared.Rent(count), ArrayPool<sbyte>.Shared.Rent(stride));
        try
        {
            var (step, error) = QuantizedVector.Quantize(question, codes.AsSpan(0, stride));
            var length = MathF.Sqrt(QuantizedVector.Dot(question, question));
            var least = Scan(new Asked(codes, step, error, length), filter, limit, upper);
            var best = new TopHits(limit, float.NegativeInfinity);
            foreach (var number in InQuestion(upper.AsSpan(0, count), least))
            {
                if (filter.Allows(entries[number].Scope))
                {
                    best.Add(number, QuantizedVector.Dot(question, entries[number].Vector));
                }
            }

            return [.. best.Ordered().Select(hit => new SearchHit(entries[hit.Number].EntryId, Math.Clamp(hit.Score, -1, 1)))];
        }
        finally
        {
            ArrayPool<float>.Shared.Return(upper);
            ArrayPool<sbyte>.Shared.Return(codes);
        }
    }

    // Fills in what each entry can reach at most; returns what the last of the best reaches at least.
    private float Scan(Asked asked, SearchFilter filter, int limit, float[] upper)
    {
        var segments = (entries.Count + Segment - 1) / Segment;
        if (segments == 1)
        {
            return Scan(asked, filter, limit, upper, 0, entries.Count).Threshold;
        }

        var lower = new TopHits(limit, float.NegativeInfinity);
        Parallel.For(0, segments, segment =>
        {
            var best = Scan(asked, filter, limit, upper, segment * Segment, Math.Min(entries.Count, (segment + 1) * Segment));
            lock (lower)
            {
                foreach (var (number, score) in best.Ordered())
                {
                    lower.Add(number, score);
                }
            }
        });
        return lower.Threshold;
    }

    private TopHits Scan(Asked asked, SearchFilter filter, int limit, float[] upper, int from, int until)
    {
        var lower = new TopHits(limit, float.NegativeInfinity);
        var codes = asked.Codes.AsSpan(0, stride);
        var offset = QuantizedVector.Offset(codes);
        for (var number = from; number < until; number++)
        {
            var (step, error) = scales[number];
            var about = QuantizedVector.Dot(codes, offset, Codes(number)) * step * asked.Step;

            // |q·d - q'·d'| <= |q||d - d'| + |q - q'||d'|; d' is no longer than 1 and its own error.
            var doubt = (asked.Length * error) + (asked.Error * (1 + error)) + 1e-6f;
            upper[number] = about + doubt;
            if (about - doubt > lower.Threshold && filter.Allows(entries[number].Scope))
            {
                lower.Add(number, about - doubt);
            }
        }

        return lower;
    }

    private static List<int> InQuestion(ReadOnlySpan<float> upper, float least)
    {
        var found = new List<int>();
        for (var number = 0; number < upper.Length; number++)
        {
            if (upper[number] >= least)
            {
                found.Add(number);
            }
        }

        if (found.Count <= MostRescored)
        {
            return found;
        }

        var promising = new TopHits(MostRescored, float.NegativeInfinity);
        foreach (var number in found)
        {
            promising.Add(number, upper[number]);
        }

        return [.. promising.Ordered().Select(hit => hit.Number)];
    }

    private sealed record Asked(sbyte[] Codes, float Step, float Error, float Length);
}
