using System.Text.Json;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>A published specification, kept beside this file; each says where it is from.</summary>
internal sealed class Specification
{
    private readonly JsonElement _root;
    private readonly SchemaCheck _check;

    private Specification(string file)
    {
        using var stream = typeof(Specification).Assembly.GetManifestResourceStream(file)!;
        using var document = JsonDocument.Parse(stream);
        _root = document.RootElement.Clone();
        _check = new SchemaCheck(_root);
    }

    public static Specification Elasticsearch { get; } = new("elasticsearch.json");

    public static Specification Milvus { get; } = new("milvus.json");

    public static Specification Endpoints { get; } = new("endpoints.json");

    public JsonElement Root => _root;

    /// <summary>What is wrong with a request to an operation of an OpenAPI document, for each JSON value of its body.</summary>
    public IEnumerable<string> Faults(StubRequest request, Func<string, string> template, IEnumerable<JsonElement> bodies)
    {
        var (path, method) = (template(request.Path), request.Method.ToLowerInvariant());
        if (!_root.GetProperty("paths").TryGetProperty(path, out var operations) || !operations.TryGetProperty(method, out var operation))
        {
            return [$"{request.Method} {request.Path}: no such operation"];
        }

        var known = operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "query").ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("schema"))
            : [];
        var faults = request.Query
            .SelectMany(one => known.TryGetValue(one.Key, out var schema) ? _check.Faults(schema, Scalar(one.Value), $"?{one.Key}") : [$"?{one.Key} is not known"])
            .ToList();
        if (operation.TryGetProperty("requestBody", out var body))
        {
            var shape = body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema");
            faults.AddRange(bodies.SelectMany(one => _check.Faults(shape, one)));
        }

        return faults;
    }

    /// <summary>What is wrong with a value, by a schema that the document names.</summary>
    public IEnumerable<string> Faults(string schema, JsonElement value) =>
        _check.Faults(_root.GetProperty("components").GetProperty("schemas").GetProperty(schema), value);

    /// <summary>What is wrong with a value, by the schema itself.</summary>
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value) => _check.Faults(schema, value);

    private static JsonElement Scalar(string text) => text is "true" or "false"
        ? JsonSerializer.SerializeToElement(text == "true")
        : JsonSerializer.SerializeToElement(text);
}
