using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>
/// Milvus's REST API as far as it is used: collections with a schema that rows have to fit, aliases, upsert, delete, search by
/// cosine and queries. Reads that are not Strong see a change only after some reads, as with bounded staleness.
/// </summary>
internal sealed partial class MilvusStub : StubServer
{
    private readonly Dictionary<string, MilvusStubCollection> _collections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    /// <summary>Reads that still see what was before a change.</summary>
    public int StaleReads { get; set; } = 2;

    /// <summary>Times that a new collection says it is still being loaded.</summary>
    public int LoadingAnswers { get; set; } = 1;

    public IReadOnlyDictionary<string, MilvusStubCollection> Collections => _collections;

    public IReadOnlyDictionary<string, string> Aliases => _aliases;

    protected override StubAnswer Unauthorized => Refused(1800, "user hasn't authenticated");

    public static StubAnswer Refused(int code, string message) => new(200, new JsonObject { ["code"] = code, ["message"] = message });

    protected override IEnumerable<string> Check(StubRequest request)
    {
        if (request.Method != "POST" || !Specification.Milvus.Root.GetProperty("paths").TryGetProperty(request.Path, out var operation))
        {
            return [$"{request.Method}: no such operation"];
        }

        return Specification.Milvus.Faults(operation.GetProperty("schema"), MilvusDeviations.AsPublished(request.Path, request.Body));
    }

    protected override StubAnswer Answer(StubRequest request)
    {
        var body = request.Body;
        var name = body.TryGetProperty("collectionName", out var named) ? named.GetString()! : "";
        var collection = _collections.GetValueOrDefault(_aliases.GetValueOrDefault(name, name));
        return (request.Path["/v2/vectordb/".Length..], collection) switch
        {
            ("collections/list", _) => Data(new JsonArray([.. _collections.Keys.Select(key => JsonValue.Create(key))])),
            ("collections/has", _) => Data(new JsonObject { ["has"] = collection is not null }),
            ("collections/create", null) => Create(name, body),
            ("collections/create", _) => Data(new JsonObject()),
            ("collections/drop", _) when _aliases.ContainsValue(name) => Refused(1100, "cannot drop the collection, aliases lead to it"),
            ("collections/drop", _) => Data(new JsonObject { ["dropped"] = _collections.Remove(name) }),
            ("aliases/list", _) => Data(new JsonArray([.. _aliases.Keys.Select(key => JsonValue.Create(key))])),
            ("aliases/describe", _) => Describe(body.GetProperty("aliasName").GetString()!),
            ("aliases/drop", _) => Data(new JsonObject { ["dropped"] = _aliases.Remove(body.GetProperty("aliasName").GetString()!) }),
            (_, null) => Refused(100, $"collection not found[database=default][collection={name}]"),
            ("collections/get_load_state", { } found) => Data(new JsonObject { ["loadProgress"] = 100, ["loadState"] = found.LoadState() }),
            ("collections/load", { } found) => Data(new JsonObject { ["loaded"] = found.IsLoaded = true }),
            ("aliases/create" or "aliases/alter", _) => Alias(body.GetProperty("aliasName").GetString()!, name),
            ("entities/upsert", { } found) => Upsert(found, body.GetProperty("data")),
            ("entities/delete", { } found) => Filtered(body, rows => found.Delete(rows)),
            ("entities/query", { } found) => Filtered(body, rows => Data(new JsonArray(new JsonObject { ["count(*)"] = found.Read(body).Count(rows).ToString(System.Globalization.CultureInfo.InvariantCulture) }))),
            ("entities/search", { } found) => Filtered(body, rows => Search(found, body, rows)),
            _ => Refused(65535, "unknown"),
        };
    }

    private static StubAnswer Data(JsonNode data) => new(200, new JsonObject { ["code"] = 0, ["data"] = data });

    private StubAnswer Create(string name, JsonElement body)
    {
        if (!Name().IsMatch(name))
        {
            return Refused(1100, "Invalid collection name");
        }

        _collections[name] = new MilvusStubCollection(this, body, LoadingAnswers);
        return Data(new JsonObject());
    }

    private StubAnswer Describe(string alias) => _aliases.TryGetValue(alias, out var name)
        ? Data(new JsonObject { ["aliasName"] = alias, ["collectionName"] = name, ["dbName"] = "default" })
        : Refused(1600, $"alias not found[database=default][alias={alias}]");

    private StubAnswer Alias(string alias, string collection)
    {
        _aliases[alias] = collection;
        return Data(new JsonObject());
    }

    private static StubAnswer Upsert(MilvusStubCollection collection, JsonElement data)
    {
        var rows = data.EnumerateArray().ToList();
        if (rows.Select(collection.Misfit).FirstOrDefault(misfit => misfit is not null) is { } wrong)
        {
            return Refused(1804, $"fail to deal the insert data, error: {wrong}");
        }

        if (rows.DistinctBy(row => row.GetProperty("id").GetString()).Count() < rows.Count)
        {
            return Refused(1806, "duplicate primary keys are not allowed in the same batch");
        }

        collection.Upsert(rows);
        return Data(new JsonObject
        {
            ["upsertCount"] = rows.Count,
            ["upsertIds"] = new JsonArray([.. rows.Select(row => JsonValue.Create(row.GetProperty("id").GetString()))]),
        });
    }

    private static StubAnswer Filtered(JsonElement body, Func<Func<JsonElement, bool>, StubAnswer> answer)
    {
        try
        {
            return answer(MilvusExpression.Parse(body.GetProperty("filter").GetString()!));
        }
        catch (FormatException wrong)
        {
            return Refused(1100, $"failed to create query plan: cannot parse expression: {wrong.Message}");
        }
    }

    private static StubAnswer Search(MilvusStubCollection collection, JsonElement body, Func<JsonElement, bool> rows)
    {
        var (limit, ef) = (body.GetProperty("limit").GetInt32(), body.GetProperty("searchParams").GetProperty("params").GetProperty("ef").GetInt32());
        if (ef < limit)
        {
            return Refused(65535, "ef should be larger than k");
        }

        var question = Vector(body.GetProperty("data")[0]);
        var hits = collection.Read(body).Where(rows)
            .Select(row => (Id: row.GetProperty("id").GetString(), Score: Cosine(question, Vector(row.GetProperty("vector")))))
            .OrderByDescending(hit => hit.Score)
            .Take(limit);
        return Data(new JsonArray([.. hits.Select(hit => new JsonObject { ["id"] = hit.Id, ["distance"] = (float)hit.Score })]));
    }

    private static double[] Vector(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static double Cosine(double[] left, double[] right) =>
        left.Zip(right, (one, other) => one * other).Sum() / Math.Sqrt(left.Sum(one => one * one) * right.Sum(one => one * one));

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,254}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
