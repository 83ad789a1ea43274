using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>
/// The keyword index in Elasticsearch, over its REST API. Searched and changed is an alias, behind which one index stands: a new
/// one can be filled beside it and takes its place in one step.
/// </summary>
/// <remarks>
/// Changes are refreshed once at the end of each call, not every second and not with every batch: they are visible when the
/// call returns, on every shard copy that answers searches.
/// </remarks>
public sealed partial class ElasticsearchKeywordIndex : IKeywordIndex, IDisposable
{
    /// <summary>An index answers no more hits than this unless its settings say so.</summary>
    private const int MostHits = 10_000;

    private readonly HttpClient _http;
    private readonly ElasticsearchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RemoteServer _server;
    private readonly ElasticsearchBulk _bulk;
    private readonly string? _physical;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _isReady;

    public ElasticsearchKeywordIndex(HttpClient http, ElasticsearchOptions options, TimeProvider time, ILogger<ElasticsearchKeywordIndex> logger)
        : this(http, options, time, logger, physical: null)
    {
    }

    private ElasticsearchKeywordIndex(HttpClient http, ElasticsearchOptions options, TimeProvider time, ILogger logger, string? physical)
    {
        (_http, _options, _time, _logger, _physical) = (http, options, time, logger, physical);
        _server = new RemoteServer("Elasticsearch", http, options, time, logger);
        _bulk = new ElasticsearchBulk(_server, options, logger);
        _isReady = physical is not null;
    }

    private string Target => _physical ?? _options.Alias;

    /// <summary>Puts the template, and the first index when there is none. Called by itself before the first use.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (_isReady)
        {
            return;
        }

        await _gate.WaitAsync(ct);
        try
        {
            if (!_isReady)
            {
                Expect(await _server.InsistAsync(HttpMethod.Put, $"_index_template/{_options.Alias}", ElasticsearchRequests.Template(_options), ct), "the template");

                // An index that has the name and not the alias is a filling that was given up; one that another replica makes now has both.
                for (var number = 1; await CurrentAsync(ct) is null; number++)
                {
                    await CreateAsync(Name(number), _options.Alias, ct);
                }

                _isReady = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct)
    {
        if (entries.Count > 0)
        {
            await ChangeAsync(
                Last(entries).Select(entry => new BulkChange(
                    ElasticsearchRequests.Index(null, entry.EntryId), ElasticsearchRequests.Document(entry))),
                ct);
        }
    }

    public async Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct)
    {
        if (entryIds.Count > 0)
        {
            await ChangeAsync(entryIds.Distinct().Select(id => new BulkChange(ElasticsearchRequests.Delete(null, id), null)), ct);
        }
    }

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string question, SearchFilter filter, int limit, CancellationToken ct)
    {
        var asked = ChineseText.Normalize(question.Length > _options.MaxQuestionCharacters ? question[..CutAt(question)] : question);
        if (limit <= 0 || string.IsNullOrWhiteSpace(asked))
        {
            return [];
        }

        await EnsureAsync(ct);
        var answer = Expect(
            await _server.AskAsync(
                HttpMethod.Post,
                $"{Target}/_search?allow_partial_search_results=false",
                ElasticsearchRequests.Search(asked, filter, Math.Min(limit, MostHits)),
                ct),
            "a search");
        if (answer.At("hits", "hits") is not { ValueKind: JsonValueKind.Array } hits)
        {
            throw _server.Nonsense("_search");
        }

        return [.. hits.EnumerateArray().Select(Hit)];
    }

    public async Task<long> CountAsync(CancellationToken ct)
    {
        await EnsureAsync(ct);
        var answer = Expect(await _server.InsistAsync(HttpMethod.Post, $"{Target}/_count", ElasticsearchRequests.Count(), ct), "a count");
        return answer.At("count") is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : throw _server.Nonsense("_count");
    }

    /// <summary>Whether the index behind the alias was made with other mappings or analyzers than are in use now.</summary>
    public async Task<bool> NeedsRebuildAsync(CancellationToken ct)
    {
        await EnsureAsync(ct);
        return await CurrentAsync(ct) is { } current && !current.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>An empty index beside the one in force, to be filled; searches do not see it until <see cref="SwitchToAsync"/>.</summary>
    public async Task<ElasticsearchKeywordIndex> CreateNextAsync(CancellationToken ct)
    {
        await EnsureAsync(ct);
        var number = Number(await CurrentAsync(ct)) + 1;
        for (; !await CreateAsync(Name(number), alias: null, ct); number++)
        {
            // An earlier filling was given up, or another process is at one: neither is touched.
        }

        return new ElasticsearchKeywordIndex(_http, _options, _time, _logger, Name(number));
    }

    /// <summary>Puts a filled index behind the alias, in one step, and removes the one that stood there.</summary>
    public async Task SwitchToAsync(ElasticsearchKeywordIndex next, CancellationToken ct)
    {
        var to = next._physical ?? throw new ArgumentException("Not an index that CreateNextAsync made.", nameof(next));
        var from = await CurrentAsync(ct) ?? throw _server.Nonsense("the alias");
        if (from != to)
        {
            Expect(await _server.InsistAsync(HttpMethod.Post, "_aliases", ElasticsearchRequests.Switch(_options.Alias, from, to), ct), "the alias");
            _logger.IndexSwitched(_server.Name, to, from);
            await RemoveAsync(from, ct);
        }
    }

    /// <summary>Removes an index that shall not come into force.</summary>
    public Task DiscardAsync(ElasticsearchKeywordIndex next, CancellationToken ct) =>
        RemoveAsync(next._physical ?? throw new ArgumentException("Not an index that CreateNextAsync made.", nameof(next)), ct);

    /// <summary>Removes the index behind the alias, with all in it, and the template.</summary>
    public async Task RemoveAsync(CancellationToken ct)
    {
        if (await CurrentAsync(ct) is { } current)
        {
            await RemoveAsync(current, ct);
        }

        await RemoveAsync($"_index_template/{_options.Alias}", ct);
        _isReady = false;
    }

    public void Dispose() => _gate.Dispose();

    private string Prefix => $"{_options.Alias}-v{ElasticsearchRequests.Version.ToString(CultureInfo.InvariantCulture)}-";

    private string Name(int number) => Prefix + number.ToString("D6", CultureInfo.InvariantCulture);

    // A pair of surrogates is not cut in two.
    private int CutAt(string question) =>
        char.IsHighSurrogate(question[_options.MaxQuestionCharacters - 1]) ? _options.MaxQuestionCharacters - 1 : _options.MaxQuestionCharacters;

    private static int Number(string? index) =>
        index is not null && int.TryParse(IndexNumber().Match(index).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Of one entry twice in a call the later is meant; _bulk promises no order among shards' answers.
    private static IEnumerable<IndexEntry> Last(IReadOnlyList<IndexEntry> entries) =>
        entries.Reverse().DistinctBy(entry => entry.EntryId).Reverse();

    private SearchHit Hit(JsonElement hit) =>
        RemoteAnswer.At(hit, "_id") is { ValueKind: JsonValueKind.String } id && Guid.TryParseExact(id.GetString(), "N", out var entry)
        && RemoteAnswer.At(hit, "_score") is { ValueKind: JsonValueKind.Number } score
            ? new SearchHit(entry, score.GetDouble())
            : throw _server.Nonsense("_search");

    private async Task ChangeAsync(IEnumerable<BulkChange> changes, CancellationToken ct)
    {
        await EnsureAsync(ct);

        // An alias that is gone must not come back as an index with guessed mappings.
        await _bulk.SendAsync($"{Target}/_bulk{(_physical is null ? "?require_alias=true" : "")}", changes, ct);
        await RefreshAsync(ct);
    }

    private async Task RefreshAsync(CancellationToken ct) =>
        Expect(await _server.InsistAsync(HttpMethod.Post, $"{Target}/_refresh", null, ct), "a refresh");

    // The name of the index behind the alias; absent while there is none.
    private async Task<string?> CurrentAsync(CancellationToken ct)
    {
        var answer = await _server.InsistAsync(HttpMethod.Get, $"_alias/{_options.Alias}", null, ct);
        if (answer.Status == 404)
        {
            return null;
        }

        return Expect(answer, "the alias").Body is { ValueKind: JsonValueKind.Object } indexes && indexes.EnumerateObject().FirstOrDefault() is { Name: { } name }
            ? name
            : throw _server.Nonsense("the alias");
    }

    // False when there is one of that name: another replica was quicker.
    private async Task<bool> CreateAsync(string index, string? alias, CancellationToken ct)
    {
        var answer = await _server.InsistAsync(HttpMethod.Put, index, ElasticsearchRequests.Create(alias), ct);
        if (answer.Status == 400 && ElasticsearchErrors.TypeOf(answer) == "resource_already_exists_exception")
        {
            return false;
        }

        Expect(answer, "a new index");
        _logger.IndexMade(_server.Name, index);
        return true;
    }

    private async Task RemoveAsync(string index, CancellationToken ct)
    {
        var answer = await _server.InsistAsync(HttpMethod.Delete, index, null, ct);
        if (answer.Status != 404)
        {
            Expect(answer, "removing an index");
        }
    }

    private RemoteAnswer Expect(RemoteAnswer answer, string what)
    {
        if (answer.IsSuccess)
        {
            return answer;
        }

        // An index that is gone stays an error: made again it would be empty and look well, until its owner counts what is there.
        throw _server.Refused(what, answer, ElasticsearchErrors.TypeOf(answer));
    }

    [GeneratedRegex("[0-9]{6,}$", RegexOptions.NonBacktracking)]
    private static partial Regex IndexNumber();
}
