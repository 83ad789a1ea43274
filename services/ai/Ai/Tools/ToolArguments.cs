using System.Text.Json;

namespace WeChatPlatform.Ai.Tools;

/// <summary>
/// Whether arguments fit a function's schema: the part of JSON Schema that functions are described with. Stricter than the standard: what
/// the schema does not name is refused.
/// </summary>
internal static class ToolArguments
{
    private const int MostCharacters = 4_000;
    private const int MostDepth = 6;

    /// <summary>The arguments, or why they are refused, in words that hold nothing of theirs. Null is taken as absent.</summary>
    public static (IReadOnlyDictionary<string, JsonElement> Values, string? Fault) Read(
        JsonElement schema, IEnumerable<KeyValuePair<string, object?>>? given)
    {
        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        var length = 0;
        foreach (var (name, value) in given ?? [])
        {
            var element = value is JsonElement already ? already : JsonSerializer.SerializeToElement(value);
            length += name.Length + element.GetRawText().Length;
            if (element.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                values[name] = element;
            }
        }

        return length > MostCharacters ? (values, "the arguments are too long") : (values, ObjectFault(schema, values, 0));
    }

    private static string? ObjectFault(JsonElement schema, IReadOnlyDictionary<string, JsonElement> values, int depth)
    {
        if (depth > MostDepth)
        {
            return "the arguments are nested too deeply";
        }

        var properties = schema.TryGetProperty("properties", out var named) ? named : default;
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().Select(name => name.GetString()!).FirstOrDefault(name => !values.ContainsKey(name)) is { } missing)
        {
            return $"the argument {missing} is missing";
        }

        foreach (var (name, value) in values)
        {
            if (properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty(name, out var property))
            {
                return "there is an argument that the function does not have";
            }

            if (Fault(property, value, depth) is { } fault)
            {
                return $"the argument {name} {fault}";
            }
        }

        return null;
    }

    private static string? Fault(JsonElement schema, JsonElement value, int depth)
    {
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(one => Is(one, value)))
        {
            return $"is no {string.Join(" or ", Types(type))}";
        }

        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
        {
            return "is none of the values that are allowed";
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => LengthFault(schema, value.GetString()!.Length, "minLength", "maxLength"),
            JsonValueKind.Number => RangeFault(schema, value.GetDouble()),
            JsonValueKind.Array => ArrayFault(schema, value, depth),
            JsonValueKind.Object => ObjectFault(schema, Members(value), depth + 1),
            _ => null,
        };
    }

    // A name that is given twice is its last value, as for every reader that makes an object of it.
    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            members[property.Name] = property.Value;
        }

        return members;
    }

    private static string? ArrayFault(JsonElement schema, JsonElement value, int depth) =>
        depth > MostDepth ? "is nested too deeply"
        : LengthFault(schema, value.GetArrayLength(), "minItems", "maxItems") is { } fault ? fault
        : schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().Select(item => Fault(items, item, depth + 1)).FirstOrDefault(found => found is not null)
        : null;

    private static string? LengthFault(JsonElement schema, int length, string least, string most) =>
        schema.TryGetProperty(least, out var low) && length < low.GetDouble() ? "is too short"
        : schema.TryGetProperty(most, out var high) && length > high.GetDouble() ? "is too long"
        : null;

    private static string? RangeFault(JsonElement schema, double value) =>
        schema.TryGetProperty("minimum", out var low) && value < low.GetDouble() ? "is too small"
        : schema.TryGetProperty("maximum", out var high) && value > high.GetDouble() ? "is too large"
        : null;

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Select(one => one.GetString() ?? "")
        : [type.GetString() ?? ""];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };
}
