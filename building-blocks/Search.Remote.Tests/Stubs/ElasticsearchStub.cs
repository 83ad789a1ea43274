using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>
/// Elasticsearch as far as it is used: templates, indexes, aliases, _bulk with a status for each line, refresh, and searches over
/// what was refreshed. Changes are not searchable before a refresh.
/// </summary>
internal sealed partial class ElasticsearchStub : StubServer
{
    private readonly Dictionary<string, StubIndex> _indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _templates = new(StringComparer.Ordinal);

    /// <summary>Refuses this many lines of _bulk with 429, one in two.</summary>
    public int BusyLines { get; set; }

    /// <summary>Largest body that is taken.</summary>
    public int MaxBytes { get; set; } = 100_000_000;

    public IReadOnlyDictionary<string, StubIndex> Indexes => _indexes;

    public JsonElement Template(string name) => _templates[name];

    protected override StubAnswer Unauthorized =>
        Error(401, "security_exception", "missing authentication credentials");

    // The schema of _bulk takes any object for a line, since documents are lines as well: actions are checked by theirs.
    protected override IEnumerable<string> Check(StubRequest request) => Specification.Elasticsearch.Faults(request, Operation, Bodies(request))
        .Concat(request.Path.EndsWith("/_bulk", StringComparison.Ordinal)
            ? Lines(request).Where(line => line.TryGetProperty("index", out _) || line.TryGetProperty("delete", out _))
                .SelectMany(line => Specification.Elasticsearch.Faults("_global.bulk.OperationContainer", line))
            : []);

    protected override StubAnswer Answer(StubRequest request)
    {
        var parts = request.Path.Trim('/').Split('/');
        return (request.Method, parts) switch
        {
            (_, _) when request.Text.Length > MaxBytes => Error(413, "content_too_long_exception", "too large"),
            ("PUT", ["_index_template", var name]) => Kept(name, request.Body),
            ("GET", ["_alias", var alias]) => Aliases(alias),
            ("POST", ["_aliases"]) => Switch(request.Body),
            ("PUT", [var index]) => Create(index, request.Body),
            ("DELETE", [var index]) => _indexes.Remove(index) ? Done() : Error(404, "index_not_found_exception", $"no such index [{index}]"),
            ("POST", [var index, "_bulk"]) => Bulk(index, request),
            ("POST", [var index, var operation]) => Of(index) is { } found
                ? Read(found, operation, request.Body)
                : Error(404, "index_not_found_exception", $"no such index [{index}]"),
            _ => Error(400, "illegal_argument_exception", "unknown"),
        };
    }

    private static StubAnswer Read(StubIndex index, string operation, JsonElement body) => operation switch
    {
        "_refresh" => Refreshed(index),
        "_count" => new StubAnswer(200, new JsonObject { ["count"] = index.Searchable.Count, ["_shards"] = Shards() }),
        "_search" => Search(index, body),
        _ => Error(400, "illegal_argument_exception", "unknown"),
    };

    private static string Operation(string path) => path.Trim('/').Split('/') switch
    {
        ["_alias", _] => "/_alias/{name}",
        ["_index_template", _] => "/_index_template/{name}",
        [['_', ..]] => path,
        [_] => "/{index}",
        [_, var operation] => $"/{{index}}/{operation}",
        _ => path,
    };

    // The schema of _bulk is a list of the lines; what is sent has one in each.
    private static IEnumerable<JsonElement> Bodies(StubRequest request) =>
        request.Text.Length == 0 ? []
        : request.Path.EndsWith("/_bulk", StringComparison.Ordinal)
            ? [JsonSerializer.SerializeToElement(Lines(request))]
            : [request.Body];

    private static List<JsonElement> Lines(StubRequest request) =>
        [.. request.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private StubAnswer Kept(string name, JsonElement template)
    {
        _templates[name] = template;
        return Done();
    }

    private StubAnswer Aliases(string alias)
    {
        var found = _indexes.Where(index => index.Value.Aliases.Contains(alias)).ToList();
        if (found.Count == 0)
        {
            return new StubAnswer(404, new JsonObject { ["error"] = $"alias [{alias}] missing", ["status"] = 404 });
        }

        return new StubAnswer(200, new JsonObject(found.Select(index => KeyValuePair.Create(
            index.Key, (JsonNode?)new JsonObject { ["aliases"] = new JsonObject { [alias] = new JsonObject { ["is_write_index"] = true } } }))));
    }

    private StubAnswer Switch(JsonElement body)
    {
        var actions = body.GetProperty("actions").EnumerateArray().Select(action => action.EnumerateObject().Single()).ToList();
        if (actions.Any(action => !_indexes.ContainsKey(action.Value.GetProperty("index").GetString()!)))
        {
            return Error(404, "index_not_found_exception", "no such index");
        }

        foreach (var action in actions)
        {
            var (aliases, alias) = (_indexes[action.Value.GetProperty("index").GetString()!].Aliases, action.Value.GetProperty("alias").GetString()!);
            _ = action.Name == "add" ? aliases.Add(alias) : aliases.Remove(alias);
        }

        return Done();
    }

    private StubAnswer Create(string name, JsonElement body)
    {
        if (_indexes.ContainsKey(name) || Of(name) is not null)
        {
            return Error(400, "resource_already_exists_exception", $"index [{name}] already exists");
        }

        if (!IndexName().IsMatch(name))
        {
            return Error(400, "invalid_index_name_exception", $"Invalid index name [{name}]");
        }

        var template = _templates.Values.FirstOrDefault(one =>
            one.GetProperty("index_patterns").EnumerateArray().Any(pattern => name.StartsWith(pattern.GetString()!.TrimEnd('*'), StringComparison.Ordinal)));
        var index = _indexes[name] = new StubIndex(template.ValueKind == JsonValueKind.Undefined ? null : template.GetProperty("template").GetProperty("mappings"));
        if (body.TryGetProperty("aliases", out var aliases))
        {
            index.Aliases.UnionWith(aliases.EnumerateObject().Select(alias => alias.Name));
        }

        return Done();
    }

    private StubAnswer Bulk(string target, StubRequest request)
    {
        if (request.ContentType != "application/x-ndjson" || !request.Text.EndsWith('\n'))
        {
            return Error(400, "illegal_argument_exception", "The bulk request must be terminated by a newline [\\n]");
        }

        var items = new JsonArray();
        using var lines = Lines(request).GetEnumerator();
        while (lines.MoveNext())
        {
            var action = lines.Current.EnumerateObject().Single();
            var document = action.Name == "delete" ? (JsonElement?)null : lines.MoveNext() ? lines.Current : throw new InvalidOperationException("A line is missing.");
            var item = Change(target, action.Name, action.Value.GetProperty("_id").GetString()!, document, request.Query.ContainsKey("require_alias"));
            items.Add(new JsonObject { [action.Name] = item });
        }

        return new StubAnswer(200, new JsonObject
        {
            ["took"] = 1,
            ["errors"] = items.Any(item => item!.AsObject().Single().Value!["error"] is not null),
            ["items"] = items,
        });
    }

    private JsonObject Change(string target, string action, string id, JsonElement? document, bool requireAlias)
    {
        if (Of(target) is not { } index || (requireAlias && _indexes.ContainsKey(target)))
        {
            return Line(id, 404, "index_not_found_exception");
        }

        if (BusyLines > 0 && BusyLines-- % 2 == 0)
        {
            return Line(id, 429, "es_rejected_execution_exception");
        }

        if (document is { } given)
        {
            if (index.Unknown(given) is not null)
            {
                return Line(id, 400, "strict_dynamic_mapping_exception");
            }

            index.Changes[id] = given;
            return Line(id, 201, null);
        }

        var was = index.Changes.TryGetValue(id, out var changed) ? changed is not null : index.Searchable.ContainsKey(id);
        index.Changes[id] = null;
        return Line(id, was ? 200 : 404, null);
    }

    private static JsonObject Line(string id, int status, string? error)
    {
        var line = new JsonObject { ["_id"] = id, ["status"] = status };
        if (error is not null)
        {
            line["error"] = new JsonObject { ["type"] = error, ["reason"] = "the reason quotes the document" };
        }

        return line;
    }

    private static StubAnswer Refreshed(StubIndex index)
    {
        index.Refresh();
        return new StubAnswer(200, new JsonObject { ["_shards"] = Shards() });
    }

    private static StubAnswer Search(StubIndex index, JsonElement body)
    {
        var hits = index.Searchable.Keys
            .Select(id => (Id: id, Score: index.Score(body.GetProperty("query"), id)))
            .Where(hit => hit.Score is not null)
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id, StringComparer.Ordinal)
            .Take(body.GetProperty("size").GetInt32());
        return new StubAnswer(200, new JsonObject
        {
            ["took"] = 1,
            ["timed_out"] = false,
            ["_shards"] = Shards(),
            ["hits"] = new JsonObject
            {
                ["hits"] = new JsonArray([.. hits.Select(hit => new JsonObject { ["_index"] = "any", ["_id"] = hit.Id, ["_score"] = hit.Score })]),
            },
        });
    }

    private StubIndex? Of(string name) =>
        _indexes.GetValueOrDefault(name) ?? _indexes.Values.FirstOrDefault(index => index.Aliases.Contains(name));

    private static JsonObject Shards() => new() { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 };

    private static StubAnswer Done() => new(200, new JsonObject { ["acknowledged"] = true });

    private static StubAnswer Error(int status, string type, string reason) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["reason"] = reason }, ["status"] = status });

    [GeneratedRegex("^[a-z0-9][a-z0-9_.-]{0,254}$", RegexOptions.NonBacktracking)]
    private static partial Regex IndexName();
}
