using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// The vectors of one model in Milvus, over its REST API. Each model has a collection of its own, so that a change of model fills
/// another one while this is searched (<see cref="EmbeddingSwitch"/>); an alias says which was filled to its end.
/// </summary>
/// <remarks>A change returns when searches see it, or fails after MilvusOptions.VisibilitySeconds.</remarks>
public sealed class MilvusVectorIndex : IVectorIndex, IDisposable
{
    /// <summary>Milvus answers no more hits than this.</summary>
    private const int MostHits = 16_384;

    private readonly MilvusOptions _options;
    private readonly TimeProvider _time;
    private readonly MilvusServer _server;
    private readonly MilvusCollection _collection;
    private long _lastMark;

    /// <summary><paramref name="model"/> is the name of the embedder that the vectors come from.</summary>
    public MilvusVectorIndex(
        HttpClient http, MilvusOptions options, string model, int dimensions, TimeProvider time, ILogger<MilvusVectorIndex> logger)
    {
        (_options, _time, Dimensions) = (options, time, dimensions);
        _server = new MilvusServer(http, options, time, logger);
        _collection = new MilvusCollection(_server, options, model, dimensions, time, logger);
    }

    public int Dimensions { get; }

    /// <summary>Makes the collection when there is none, and waits until it is in memory. Called by itself before the first use.</summary>
    public Task EnsureAsync(CancellationToken ct) => _collection.EnsureAsync(ct);

    public async Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct)
    {
        // Of one entry twice in a call the later is meant; Milvus refuses a key twice in one request.
        var latest = entries.Reverse().DistinctBy(entry => entry.EntryId).ToList();
        if (latest.FirstOrDefault(entry => entry.Vector is { } vector && vector.Length != Dimensions) is { } wrong)
        {
            throw new ArgumentException($"Entry {wrong.EntryId} has {wrong.Vector!.Length} dimensions, the index has {Dimensions}.", nameof(entries));
        }

        // An entry that lost its vector is not kept, and what was kept of it is not found any more.
        await DeleteAsync([.. latest.Where(entry => entry.Vector is null).Select(entry => entry.EntryId)], ct);
        foreach (var batch in latest.Where(entry => entry.Vector is not null).Chunk(_options.BatchEntries))
        {
            var mark = NextMark();
            var data = await _collection.InsistAsync(
                "entities/upsert",
                json => json.List("data", rows =>
                {
                    foreach (var entry in batch)
                    {
                        rows.Object(row => MilvusSchema.Row(row, entry, mark));
                    }
                }),
                ct);
            if (Number(RemoteAnswer.At(data, "upsertCount")) is { } count && count < batch.Length)
            {
                throw new SearchUnavailableException($"Milvus took {count} of {batch.Length} entries.");
            }

            await SeenAsync(MilvusFilter.Written(batch.Select(entry => MilvusSchema.IdOf(entry.EntryId)), mark), batch.Length, ct);
        }
    }

    public async Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct)
    {
        foreach (var batch in entryIds.Distinct().Chunk(_options.BatchEntries))
        {
            var filter = MilvusFilter.Ids(batch.Select(MilvusSchema.IdOf));
            await _collection.InsistAsync("entities/delete", json => json.WriteString("filter", filter), ct);
            await SeenAsync(filter, 0, ct);
        }
    }

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(ReadOnlyMemory<float> question, SearchFilter filter, int limit, CancellationToken ct)
    {
        if (question.Length != Dimensions)
        {
            throw new ArgumentException($"The question has {question.Length} dimensions, the index has {Dimensions}.", nameof(question));
        }

        if (limit <= 0)
        {
            return [];
        }

        var data = await _collection.AskAsync("entities/search", json => Search(json, question.Span, filter, Math.Min(limit, MostHits)), ct);
        return data.ValueKind == JsonValueKind.Array ? [.. data.EnumerateArray().Select(Hit)] : throw _server.Nonsense("search");
    }

    public Task<long> CountAsync(CancellationToken ct) => CountAsync(MilvusFilter.All, ct);

    /// <summary>Whether the alias leads here: the collection was filled to its end, and no other one after it.</summary>
    public Task<bool> IsInForceAsync(CancellationToken ct) => _collection.IsInForceAsync(ct);

    /// <summary>Says that the collection is filled. Others stay, for replicas that still search them, until they are removed.</summary>
    public Task PutInForceAsync(CancellationToken ct) => _collection.PutInForceAsync(ct);

    /// <summary>Removes the collections of other models and settings. To be called when no replica searches them any more.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> RemoveOthersAsync(CancellationToken ct) => _collection.RemoveOthersAsync(ct);

    /// <summary>Removes the collection, with all in it: it is made anew, empty and not in force, at the next use.</summary>
    public Task ClearAsync(CancellationToken ct) => _collection.ClearAsync(ct);

    public void Dispose() => _collection.Dispose();

    private void Search(Utf8JsonWriter json, ReadOnlySpan<float> question, SearchFilter filter, int limit)
    {
        json.WriteStartArray("data");
        json.WriteStartArray();
        MilvusSchema.Numbers(json, question);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteString("annsField", MilvusSchema.Vector);
        json.WriteString("filter", MilvusFilter.Of(filter));
        json.WriteNumber("limit", limit);
        json.Strings("outputFields", [MilvusSchema.Id]);
        json.Object("searchParams", search =>
        {
            search.WriteString("metricType", "COSINE");

            // Fewer candidates than hits are refused.
            search.Object("params", parameters => parameters.WriteNumber("ef", Math.Max(_options.Ef, limit)));
        });
        json.WriteString("consistencyLevel", _options.Consistency);
    }

    private SearchHit Hit(JsonElement row) =>
        RemoteAnswer.At(row, MilvusSchema.Id) is { ValueKind: JsonValueKind.String } id && Guid.TryParseExact(id.GetString(), "N", out var entry)
        && RemoteAnswer.At(row, "distance") is { ValueKind: JsonValueKind.Number } score
            ? new SearchHit(entry, score.GetDouble())
            : throw _server.Nonsense("search");

    // Searches do not wait for changes, so changes wait for searches.
    private Task SeenAsync(string filter, long expected, CancellationToken ct) =>
        _collection.UntilAsync(async () => await CountAsync(filter, ct) == expected, "a change is not seen by searches", ct);

    private async Task<long> CountAsync(string filter, CancellationToken ct)
    {
        var data = await _collection.InsistAsync(
            "entities/query",
            json =>
            {
                json.WriteString("filter", filter);
                json.Strings("outputFields", ["count(*)"]);
            },
            ct);
        return data is { ValueKind: JsonValueKind.Array } && Number(RemoteAnswer.At(data.EnumerateArray().FirstOrDefault(), "count(*)")) is { } count
            ? count
            : throw _server.Nonsense("query");
    }

    // Integers of 64 bits come as texts, unless a header asks otherwise.
    private static long? Number(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetInt64(),
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    // Microseconds, or one more than the call before: it has to tell a call from the one before, not to count.
    private long NextMark()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastMark);
            var next = Math.Max(last + 1, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            if (Interlocked.CompareExchange(ref _lastMark, next, last) == last)
            {
                return next;
            }
        }
    }
}
