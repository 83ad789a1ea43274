using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// A window's tree as a JSON file: what a user sends to support, and what becomes a test's fixture. Written for sharing it
/// is redacted (<see cref="TreeRedaction"/>): names of people and what they said are not in it.
/// </summary>
public static class TreeDump
{
    /// <summary>Says what the file is; a change of its members that older readers cannot skip gets a new number.</summary>
    public const string Format = "wechat-tree/1";

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The record as a person may pass it on.</summary>
    /// <param name="record">As it was read.</param>
    /// <param name="profiles">Their fixed words, such as the name of the chat list, stay readable.</param>
    public static string WriteRedacted(TreeRecord record, IReadOnlyList<SelectorProfile> profiles) =>
        Write(record.IsRedacted ? record : new TreeRedaction(profiles).Redact(record));

    /// <summary>The record as it is: with all that people said, when it is not redacted.</summary>
    public static string Write(TreeRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            WriteText(json, "note", record.Note);
            json.WriteBoolean("redacted", record.IsRedacted);
            json.WriteString("at", record.At);
            WriteText(json, "profile", record.Profile);
            WriteFacts(json, record.Facts);
            json.WritePropertyName("window");
            WriteNode(json, record.Window);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; members that it does not know are passed over.</summary>
    /// <exception cref="InvalidDataException">It is no such file; says what is wrong with it.</exception>
    public static TreeRecord Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
            var root = document.RootElement;
            if (TextOf(root, "format") != Format)
            {
                throw new InvalidDataException($"A tree has the format {Format}; this file says {TextOf(root, "format") ?? "nothing"}.");
            }

            return new TreeRecord(
                ReadFacts(root.GetProperty("facts")),
                TextOf(root, "profile"),
                ReadNode(root.GetProperty("window")),
                root.GetProperty("at").GetDateTimeOffset(),
                root.GetProperty("redacted").GetBoolean(),
                TextOf(root, "note"));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException
            or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The tree cannot be read: {fault.Message}", fault);
        }
    }

    private static void WriteFacts(Utf8JsonWriter json, WindowFacts facts)
    {
        json.WriteStartObject("facts");
        json.WriteString("session", facts.Session.ToString());
        WriteText(json, "client_version", facts.ClientVersion);
        WriteText(json, "window_class", facts.WindowClass);
        WriteText(json, "title", facts.Title);
        json.WriteBoolean("minimised", facts.IsMinimised);
        json.WriteStartArray("other_windows");
        foreach (var (className, title) in facts.OtherWindows)
        {
            json.WriteStartObject();
            json.WriteString("class", className);
            json.WriteString("title", title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static WindowFacts ReadFacts(JsonElement facts) => new(
        Enum.Parse<SessionState>(TextOf(facts, "session") ?? nameof(SessionState.Interactive)),
        TextOf(facts, "client_version"),
        TextOf(facts, "window_class"),
        TextOf(facts, "title"),
        facts.TryGetProperty("minimised", out var minimised) && minimised.GetBoolean(),
        Each(facts, "other_windows").Select(other => (TextOf(other, "class") ?? "", TextOf(other, "title") ?? "")).ToList());

    private static void WriteNode(Utf8JsonWriter json, UiNode node)
    {
        json.WriteStartObject();
        json.WriteString("control", node.Control.ToString());
        WriteText(json, "class", node.ClassName);
        WriteText(json, "automation_id", node.AutomationId);
        WriteText(json, "name", node.Name);
        WriteText(json, "runtime_id", node.RuntimeId);
        if (node.Value is not null)
        {
            json.WriteString("value", node.Value);
        }

        WriteText(json, "full_description", node.FullDescription);
        if (node.Bounds != default)
        {
            json.WriteStartArray("bounds");
            json.WriteNumberValue(node.Bounds.Left);
            json.WriteNumberValue(node.Bounds.Top);
            json.WriteNumberValue(node.Bounds.Width);
            json.WriteNumberValue(node.Bounds.Height);
            json.WriteEndArray();
        }

        if (node.Children.Count > 0)
        {
            json.WriteStartArray("children");
            foreach (var child in node.Children)
            {
                WriteNode(json, child);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static UiNode ReadNode(JsonElement node) => new(
        Enum.Parse<UiControl>(TextOf(node, "control") ?? nameof(UiControl.Other)),
        TextOf(node, "class") ?? "",
        TextOf(node, "automation_id") ?? "",
        TextOf(node, "name") ?? "",
        TextOf(node, "runtime_id"),
        TextOf(node, "value"))
    {
        FullDescription = TextOf(node, "full_description"),
        Bounds = node.TryGetProperty("bounds", out var bounds)
            ? new UiRect(bounds[0].GetInt32(), bounds[1].GetInt32(), bounds[2].GetInt32(), bounds[3].GetInt32())
            : default,
        Children = Each(node, "children").Select(ReadNode).ToList(),
    };

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<JsonElement> Each(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];
}
