using System.Text.Json;

namespace WeChatPlatform.Search.Remote;

/// <summary>Objects and lists inside a request, written so that they read like the JSON they become.</summary>
internal static class JsonWriting
{
    public static void Object(this Utf8JsonWriter json, string name, Action<Utf8JsonWriter> members)
    {
        json.WriteStartObject(name);
        members(json);
        json.WriteEndObject();
    }

    /// <summary>An object in a list.</summary>
    public static void Object(this Utf8JsonWriter json, Action<Utf8JsonWriter> members)
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }

    public static void List(this Utf8JsonWriter json, string name, Action<Utf8JsonWriter> elements)
    {
        json.WriteStartArray(name);
        elements(json);
        json.WriteEndArray();
    }

    public static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
