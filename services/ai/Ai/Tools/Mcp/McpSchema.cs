using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Ai.Tools;

/// <summary>
/// Arguments of a tool as another server describes them, made anew from the part that is understood: nothing reaches a model that was not
/// looked at. A schema that says more (references, alternatives, free members) is not taken.
/// </summary>
internal static partial class McpSchema
{
    private const int MostCharacters = 8_000;
    private const int MostDepth = 4;
    private const int MostProperties = 30;
    private const int LongestDescription = 200;

    private static readonly string[] KnownTypes = ["string", "number", "integer", "boolean", "array", "object"];
    private static readonly string[] Numbers = ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"];

    // They only describe; what they say is left out.
    private static readonly string[] Ignored =
        ["$schema", "$id", "title", "default", "examples", "format", "additionalProperties", "deprecated", "readOnly"];

    /// <summary>The schema, or absent when it is not taken.</summary>
    public static JsonElement? Narrow(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || schema.GetRawText().Length > MostCharacters)
        {
            return null;
        }

        return Copy(schema, 0) is { } copy && copy["type"]?.GetValueKind() == JsonValueKind.String && (string?)copy["type"] == "object"
            ? JsonSerializer.SerializeToElement(copy)
            : null;
    }

    private static JsonObject? Copy(JsonElement schema, int depth)
    {
        if (depth > MostDepth || schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonObject copy = [];
        foreach (var keyword in schema.EnumerateObject())
        {
            var isUnderstood = keyword.Name switch
            {
                "type" => Type(keyword.Value, copy),
                "description" => Description(keyword.Value, copy),
                "enum" => Words(keyword.Value, copy),
                "required" => Required(keyword.Value, copy),
                "properties" => Properties(keyword.Value, copy, depth),
                "items" => Items(keyword.Value, copy, depth),
                _ when Numbers.Contains(keyword.Name, StringComparer.Ordinal) => Number(keyword, copy),
                _ => Ignored.Contains(keyword.Name, StringComparer.Ordinal),
            };
            if (!isUnderstood)
            {
                return null;
            }
        }

        if ((string?)copy["type"] == "object")
        {
            copy["additionalProperties"] = false;
        }

        return copy;
    }

    private static bool Type(JsonElement value, JsonObject copy)
    {
        if (value.ValueKind != JsonValueKind.String || !KnownTypes.Contains(value.GetString(), StringComparer.Ordinal))
        {
            return false;
        }

        copy["type"] = value.GetString();
        return true;
    }

    private static bool Description(JsonElement value, JsonObject copy)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            copy["description"] = ToolText.Clean(value.GetString()!, LongestDescription);
        }

        return true;
    }

    // A value goes back to the server as it is, so one that would have to be cleaned is not taken.
    private static bool Words(JsonElement value, JsonObject copy)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostProperties
            || !value.EnumerateArray().All(word => word.ValueKind == JsonValueKind.Number
                || (word.ValueKind == JsonValueKind.String && ToolText.Clean(word.GetString()!, LongestDescription) == word.GetString())))
        {
            return false;
        }

        copy["enum"] = JsonArray.Create(value.Clone());
        return true;
    }

    private static bool Required(JsonElement value, JsonObject copy)
    {
        if (value.ValueKind != JsonValueKind.Array || !value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String && IsName(name.GetString()!)))
        {
            return false;
        }

        copy["required"] = JsonArray.Create(value.Clone());
        return true;
    }

    private static bool Properties(JsonElement value, JsonObject copy, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        JsonObject properties = [];
        foreach (var property in value.EnumerateObject())
        {
            if (!IsName(property.Name) || properties.Count == MostProperties || Copy(property.Value, depth + 1) is not { } inner)
            {
                return false;
            }

            properties[property.Name] = inner;
        }

        copy["properties"] = properties;
        return true;
    }

    private static bool Items(JsonElement value, JsonObject copy, int depth)
    {
        copy["items"] = Copy(value, depth + 1);
        return copy["items"] is not null;
    }

    private static bool Number(JsonProperty keyword, JsonObject copy)
    {
        if (keyword.Value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        copy[keyword.Name] = keyword.Value.GetDouble();
        return true;
    }

    private static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
