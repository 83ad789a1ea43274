using System.Text.Json;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>
/// Checks JSON against the schemas of an OpenAPI document, strictly: a member that no schema knows is a fault, because a server
/// would ignore it and a test would never tell.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    // The document writes what it cannot express as a type of its own: "object | array".
    private static readonly char[] Alternatives = ['|', ' '];

    public List<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Faults(Resolve(reference.GetString()!), value, at);
        }

        if (schema.TryGetProperty("allOf", out var parts) && (parts.GetArrayLength() == 1 || value.ValueKind != JsonValueKind.Object))
        {
            // Of one part: a reference in other words.
            return [.. parts.EnumerateArray().SelectMany(part => Faults(part, value, at))];
        }

        if (schema.TryGetProperty("x-cut", out _))
        {
            return [$"{at}: not among the schemas in use"];
        }

        if (schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() && value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        var faults = new List<string>();
        foreach (var word in (string[])["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(word, out var options))
            {
                var tried = options.EnumerateArray().Select(option => Faults(option, value, at)).ToList();
                faults.AddRange(tried.Any(found => found.Count == 0) ? [] : tried.MinBy(found => found.Count)!);
            }
        }

        CheckValue(schema, value, at, faults);
        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckMembers(schema, value, at, faults);
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            var index = 0;
            foreach (var element in value.EnumerateArray())
            {
                faults.AddRange(Faults(items, element, $"{at}[{index++}]"));
            }
        }

        return faults;
    }

    private static void CheckValue(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && !type.GetString()!.Split(Alternatives, StringSplitOptions.RemoveEmptyEntries).Any(one => IsOf(one, value)))
        {
            faults.Add($"{at}: {value.ValueKind} is no {type.GetString()}");
        }

        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            faults.Add($"{at}: {value.GetRawText()} is none of {values.GetRawText()}");
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("maxItems", out var most) && value.GetArrayLength() > most.GetInt32())
        {
            faults.Add($"{at}: more than {most.GetInt32()} elements");
        }

        if (value.ValueKind is JsonValueKind.Array && schema.TryGetProperty("minItems", out var least) && value.GetArrayLength() < least.GetInt32())
        {
            faults.Add($"{at}: fewer than {least.GetInt32()} elements");
        }

        if (value.ValueKind == JsonValueKind.Number && schema.TryGetProperty("minimum", out var minimum) && value.GetDouble() < minimum.GetDouble())
        {
            faults.Add($"{at}: less than {minimum.GetDouble()}");
        }
    }

    private void CheckMembers(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var required = new HashSet<string>(StringComparer.Ordinal);
        JsonElement? others = null;
        var isOpen = Collect(schema, members, required, ref others);
        foreach (var name in required.Where(name => !value.TryGetProperty(name, out _)))
        {
            faults.Add($"{at}: {name} is missing");
        }

        foreach (var member in value.EnumerateObject())
        {
            if (members.TryGetValue(member.Name, out var known))
            {
                faults.AddRange(Faults(known, member.Value, $"{at}.{member.Name}"));
            }
            else if (others is { ValueKind: JsonValueKind.Object } shape)
            {
                faults.AddRange(Faults(shape, member.Value, $"{at}.{member.Name}"));
            }
            else if (!isOpen)
            {
                faults.Add($"{at}: {member.Name} is not known");
            }
        }

        var count = value.EnumerateObject().Count();
        if (schema.TryGetProperty("maxProperties", out var most) && count > most.GetInt32() || schema.TryGetProperty("minProperties", out var least) && count < least.GetInt32())
        {
            faults.Add($"{at}: {count} members");
        }
    }

    // All that a schema and those it is composed of say about members; true when they say nothing, so that any may be there.
    private bool Collect(JsonElement schema, Dictionary<string, JsonElement> members, HashSet<string> required, ref JsonElement? others)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Collect(Resolve(reference.GetString()!), members, required, ref others);
        }

        var says = false;
        if (schema.TryGetProperty("properties", out var properties))
        {
            says = true;
            foreach (var property in properties.EnumerateObject())
            {
                members[property.Name] = property.Value;
            }
        }

        if (schema.TryGetProperty("additionalProperties", out var additional))
        {
            says = true;
            others = additional;
        }

        if (schema.TryGetProperty("required", out var names))
        {
            required.UnionWith(names.EnumerateArray().Select(name => name.GetString()!));
        }

        if (!schema.TryGetProperty("allOf", out var parts))
        {
            // What alternatives say they have checked themselves.
            return !says || schema.TryGetProperty("oneOf", out _) || schema.TryGetProperty("anyOf", out _);
        }

        var isOpen = false;
        foreach (var part in parts.EnumerateArray())
        {
            // An object that says nothing more adds nothing to what it is composed with.
            isOpen |= !IsBare(part) && Collect(part, members, required, ref others);
        }

        return isOpen;
    }

    private static bool IsBare(JsonElement schema) => schema.EnumerateObject().All(member => member.Name == "type");

    private JsonElement Resolve(string reference) =>
        reference[2..].Split('/').Aggregate(root, (element, name) => element.GetProperty(name.Replace("~1", "/", StringComparison.Ordinal)));

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
        _ => false,
    };
}
