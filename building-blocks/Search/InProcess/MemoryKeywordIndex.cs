using System.Buffers;

namespace WeChatPlatform.Search;

/// <summary>
/// BM25 over an inverted index in memory, over two fields: what an entry is about (title and wordings) and what it says (text).
/// Changes are incremental; a removed entry leaves its places behind until a quarter of all are such.
/// </summary>
/// <remarks>Searches run beside each other; a change waits for those that run and lets others in between every few entries.</remarks>
public sealed class MemoryKeywordIndex(Synonyms? synonyms = null) : IKeywordIndex, IDisposable
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double TextWeight = 0.8;

    // The standard question counts twice: it is what the entry is about.
    private const int TitleTimes = 2;

    // So many entries at once under the lock: some milliseconds, which a search may have to wait.
    private const int Batch = 64;
    private const int LeastGarbage = 1000;

    private const int CutAtOnce = 2048;

    private readonly Terms terms = new(synonyms ?? Synonyms.BuiltIn);
    private readonly ReaderWriterLockSlim gate = new();
    private State state = new();

    public Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct)
    {
        foreach (var many in entries.Chunk(CutAtOnce))
        {
            // Cut outside the lock and on all cores: that is most of the work.
            var prepared = new Prepared[many.Length];
            Parallel.For(0, many.Length, new ParallelOptions { CancellationToken = ct }, at => prepared[at] = Prepare(many[at]));
            foreach (var batch in prepared.Chunk(Batch))
            {
                Change(() => Put(batch));
            }
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct)
    {
        foreach (var batch in entryIds.Chunk(Batch))
        {
            ct.ThrowIfCancellationRequested();
            Change(() => Array.ForEach(batch, Remove));
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SearchHit>> SearchAsync(string question, SearchFilter filter, int limit, CancellationToken ct)
    {
        var words = terms.Words(question).Distinct().ToList();
        gate.EnterReadLock();
        try
        {
            return Task.FromResult(Search(words, filter, limit));
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
            return Task.FromResult((long)state.Numbers.Count);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    /// <summary>Bytes that the index takes, the entries themselves left out; about right.</summary>
    public long ApproximateBytes()
    {
        gate.EnterReadLock();
        try
        {
            const int perEntry = 120;
            return state.Fields.Sum(field => field.Bytes) + (state.Entries.Count * (long)perEntry);
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
            if (state.Entries.Count - state.Numbers.Count > Math.Max(LeastGarbage, state.Entries.Count / 4))
            {
                Compact();
            }
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    private Prepared Prepare(IndexEntry entry) => new(
        entry,
        [
            .. Enumerable.Repeat(entry.Title, TitleTimes).Concat(entry.Questions).SelectMany(terms.Words).CountBy(term => term),
        ],
        [.. terms.Words(entry.Text).CountBy(term => term)]);

    private void Put(Prepared[] batch)
    {
        // Of an entry that is given twice the last holds.
        var last = batch.Length == 1 ? batch : [.. batch.Reverse().DistinctBy(prepared => prepared.Entry.EntryId).Reverse()];
        foreach (var prepared in last)
        {
            Remove(prepared.Entry.EntryId);
            state.Numbers[prepared.Entry.EntryId] = state.Entries.Count;
            state.Entries.Add(prepared.Entry);
        }

        state.Fields[0].Add([.. last.Select(prepared => prepared.Title)]);
        state.Fields[1].Add([.. last.Select(prepared => prepared.Text)]);
    }

    private void Remove(Guid entryId)
    {
        if (!state.Numbers.Remove(entryId, out var number) || state.Entries[number] is not { } entry)
        {
            return;
        }

        state.Entries[number] = null;
        var prepared = Prepare(entry);
        state.Fields[0].Remove(number, prepared.Title);
        state.Fields[1].Remove(number, prepared.Text);
    }

    // Numbers move together; nothing is cut anew.
    private void Compact()
    {
        var next = new State();
        var moved = new int[state.Entries.Count];
        for (var number = 0; number < moved.Length; number++)
        {
            moved[number] = -1;
            if (state.Entries[number] is { } entry)
            {
                moved[number] = next.Entries.Count;
                next.Numbers[entry.EntryId] = moved[number];
                next.Entries.Add(entry);
            }
        }

        for (var field = 0; field < next.Fields.Length; field++)
        {
            next.Fields[field].Take(state.Fields[field], moved);
        }

        state = next;
    }

    private IReadOnlyList<SearchHit> Search(List<uint> words, SearchFilter filter, int limit)
    {
        var count = state.Entries.Count;
        if (count == 0 || limit <= 0)
        {
            return [];
        }

        var scores = ArrayPool<float>.Shared.Rent(count);
        try
        {
            scores.AsSpan(0, count).Clear();
            var live = state.Numbers.Count;
            state.Fields[0].AddScores(words, live, 1, scores);
            state.Fields[1].AddScores(words, live, TextWeight, scores);
            return Best(scores.AsSpan(0, count), filter, limit);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }

    private List<SearchHit> Best(ReadOnlySpan<float> scores, SearchFilter filter, int limit)
    {
        var best = new TopHits(limit, floor: 0);
        for (var number = 0; number < scores.Length; number++)
        {
            if (scores[number] > best.Threshold && state.Entries[number] is { } entry && filter.Allows(entry.Scope))
            {
                best.Add(number, scores[number]);
            }
        }

        return [.. best.Ordered().Select(hit => new SearchHit(state.Entries[hit.Number]!.EntryId, hit.Score))];
    }

    private sealed record Prepared(IndexEntry Entry, KeyValuePair<uint, int>[] Title, KeyValuePair<uint, int>[] Text);

    private sealed class State
    {
        /// <summary>By number; null where an entry was removed.</summary>
        public List<IndexEntry?> Entries { get; } = [];

        public Dictionary<Guid, int> Numbers { get; } = [];

        public KeywordField[] Fields { get; } = [new(K1, B), new(K1, B)];
    }
}
