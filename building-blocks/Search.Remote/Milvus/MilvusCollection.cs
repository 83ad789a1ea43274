using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote;

/// <summary>One collection: made when it is missing, in memory before it is used, and named by the alias when it is in force.</summary>
internal sealed class MilvusCollection(MilvusServer server, MilvusOptions options, string model, int dimensions, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly string _name = MilvusSchema.CollectionName(options, model, dimensions);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _isReady;

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
                await MakeAsync(ct);
                _isReady = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>One try, in a collection that is there.</summary>
    public async Task<JsonElement> AskAsync(string operation, Action<Utf8JsonWriter> members, CancellationToken ct)
    {
        await EnsureAsync(ct);
        return await NamedAsync(operation, members, server.AskAsync, ct);
    }

    /// <summary>Several tries, in a collection that is there; for what may be done twice.</summary>
    public async Task<JsonElement> InsistAsync(string operation, Action<Utf8JsonWriter> members, CancellationToken ct)
    {
        await EnsureAsync(ct);
        return await NamedAsync(operation, members, server.InsistAsync, ct);
    }

    public async Task<bool> IsInForceAsync(CancellationToken ct) => await InForceAsync(ct) == _name;

    public async Task PutInForceAsync(CancellationToken ct)
    {
        var former = await InForceAsync(ct);
        if (former != _name)
        {
            await InsistAsync(former is null ? "aliases/create" : "aliases/alter", json => json.WriteString("aliasName", options.Collection), ct);
            logger.IndexSwitched(server.Name, _name, former ?? "none");
        }
    }

    public async Task<int> RemoveOthersAsync(CancellationToken ct)
    {
        var data = await server.InsistAsync("collections/list", _ => { }, ct);
        if (data.ValueKind != JsonValueKind.Array)
        {
            throw server.Nonsense("collections/list");
        }

        var others = data.EnumerateArray()
            .Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : "")
            .Where(name => name != _name && MilvusSchema.IsOf(options, name))
            .ToList();
        foreach (var other in others)
        {
            await DropAsync(other, ct);
        }

        return others.Count;
    }

    public async Task ClearAsync(CancellationToken ct)
    {
        if (await IsInForceAsync(ct))
        {
            // What an alias leads to is not dropped.
            await server.InsistAsync("aliases/drop", json => json.WriteString("aliasName", options.Collection), ct);
        }

        await DropAsync(_name, ct);
        _isReady = false;
    }

    /// <summary>Asks until it is so, first quickly and then each second.</summary>
    /// <exception cref="SearchUnavailableException">MilvusOptions.VisibilitySeconds are over.</exception>
    public async Task UntilAsync(Func<Task<bool>> holds, string otherwise, CancellationToken ct)
    {
        var (started, pause) = (time.GetTimestamp(), FirstLook);
        while (!await holds())
        {
            if (time.GetElapsedTime(started) > TimeSpan.FromSeconds(options.VisibilitySeconds))
            {
                throw new SearchUnavailableException($"Milvus: {otherwise}, after {options.VisibilitySeconds:0.#} s.");
            }

            await Task.Delay(pause, time, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task MakeAsync(CancellationToken ct)
    {
        var has = await NamedAsync("collections/has", _ => { }, server.InsistAsync, ct);
        if (RemoteAnswer.At(has, "has") is { ValueKind: JsonValueKind.False })
        {
            // With indexes it is loaded as well. A second replica that makes the same at the same time is told that it is done.
            await NamedAsync("collections/create", json => MilvusSchema.Create(json, options, dimensions), server.InsistAsync, ct);
            logger.IndexMade(server.Name, _name);
        }
        else if (await LoadStateAsync(ct) == "LoadStateNotLoad")
        {
            await NamedAsync("collections/load", _ => { }, server.InsistAsync, ct);
        }

        await UntilAsync(async () => await LoadStateAsync(ct) == "LoadStateLoaded", "the collection is not in memory", ct);
    }

    private async Task<string?> LoadStateAsync(CancellationToken ct) =>
        RemoteAnswer.At(await NamedAsync("collections/get_load_state", _ => { }, server.InsistAsync, ct), "loadState") is { ValueKind: JsonValueKind.String } state
            ? state.GetString()
            : throw server.Nonsense("collections/get_load_state");

    // Describing an alias that is not there is an error, which other reasons have as well; the list says it.
    private async Task<string?> InForceAsync(CancellationToken ct)
    {
        var aliases = await server.InsistAsync("aliases/list", _ => { }, ct);
        if (aliases.ValueKind != JsonValueKind.Array)
        {
            throw server.Nonsense("aliases/list");
        }

        if (!aliases.EnumerateArray().Any(alias => alias.ValueKind == JsonValueKind.String && alias.GetString() == options.Collection))
        {
            return null;
        }

        var described = await server.InsistAsync("aliases/describe", json => json.WriteString("aliasName", options.Collection), ct);
        return RemoteAnswer.At(described, "collectionName") is { ValueKind: JsonValueKind.String } name ? name.GetString() : throw server.Nonsense("aliases/describe");
    }

    private Task DropAsync(string name, CancellationToken ct) =>
        server.InsistAsync("collections/drop", json => json.WriteString("collectionName", name), ct);

    private async Task<JsonElement> NamedAsync(
        string operation, Action<Utf8JsonWriter> members, Func<string, Action<Utf8JsonWriter>, CancellationToken, Task<JsonElement>> send, CancellationToken ct)
    {
        try
        {
            return await send(
                operation,
                json =>
                {
                    json.WriteString("collectionName", _name);
                    members(json);
                },
                ct);
        }
        catch (MilvusCollectionMissingException missing)
        {
            // Made again it would be empty and look well. It stays an error until a process starts and its owner counts what is there.
            throw new SearchUnavailableException("Milvus: the collection is gone.", missing);
        }
    }
}
