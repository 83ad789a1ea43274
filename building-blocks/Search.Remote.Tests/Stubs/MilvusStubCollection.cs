using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>Rows of one collection, as they are and as readers see them.</summary>
internal sealed class MilvusStubCollection(MilvusStub server, JsonElement request, int loadingAnswers)
{
    private readonly Dictionary<string, JsonElement> _fields = request.GetProperty("schema").GetProperty("fields").EnumerateArray()
        .ToDictionary(field => field.GetProperty("fieldName").GetString()!);
    private readonly Dictionary<string, JsonElement> _rows = new(StringComparer.Ordinal);
    private List<JsonElement> _seen = [];
    private int _staleReads;
    private int _loading = loadingAnswers;

    /// <summary>The request that made it.</summary>
    public JsonElement Request => request;

    public bool IsLoaded { get; set; } = true;

    public string LoadState() => !IsLoaded ? "LoadStateNotLoad" : _loading-- > 0 ? "LoadStateLoading" : "LoadStateLoaded";

    /// <summary>Why a row cannot be taken; absent when it can.</summary>
    public string? Misfit(JsonElement row)
    {
        foreach (var (name, field) in _fields)
        {
            if (!row.TryGetProperty(name, out var value))
            {
                return $"field {name} is missing";
            }

            var fits = (field.GetProperty("dataType").GetString(), value.ValueKind) switch
            {
                ("VarChar", JsonValueKind.String) => value.GetString()!.Length <= Parameter(field, "max_length"),
                ("Int64", JsonValueKind.Number) => value.TryGetInt64(out _),
                ("FloatVector", JsonValueKind.Array) => value.GetArrayLength() == Parameter(field, "dim"),
                ("Array", JsonValueKind.Array) => value.GetArrayLength() <= Parameter(field, "max_capacity"),
                _ => false,
            };
            if (!fits)
            {
                return $"the value of {name} does not fit";
            }
        }

        return row.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !_fields.ContainsKey(name)) is { } unknown
            ? $"has pass more fields without dynamic schema: {unknown}"
            : null;
    }

    public void Upsert(List<JsonElement> rows) => Change(() => rows.ForEach(row => _rows[row.GetProperty("id").GetString()!] = row));

    public StubAnswer Delete(Func<JsonElement, bool> filter)
    {
        Change(() => _rows.Values.Where(filter).Select(row => row.GetProperty("id").GetString()!).ToList().ForEach(id => _rows.Remove(id)));
        return new StubAnswer(200, new JsonObject { ["code"] = 0, ["cost"] = 0, ["data"] = new JsonObject() });
    }

    /// <summary>What a read sees: everything when it is Strong, else what was there some reads ago.</summary>
    public IEnumerable<JsonElement> Read(JsonElement body)
    {
        var level = body.TryGetProperty("consistencyLevel", out var asked) ? asked.GetString() : request.GetProperty("params").GetProperty("consistencyLevel").GetString();
        return level == "Strong" || _staleReads-- <= 0 ? _rows.Values : _seen;
    }

    private void Change(Action change)
    {
        _seen = [.. _rows.Values];
        _staleReads = server.StaleReads;
        change();
    }

    private static int Parameter(JsonElement field, string name) => field.GetProperty("elementTypeParams").GetProperty(name).GetInt32();
}
