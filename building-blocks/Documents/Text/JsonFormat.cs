using System.Text.Json;

namespace WeChatPlatform.Documents;

/// <summary>
/// JSON: objects with a question and an answer are questions, lists of flat objects are tables, other texts are paragraphs with the names
/// that lead to them.
/// </summary>
internal static class JsonFormat
{
    private const int LongText = 60;

    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    public static void Read(string text, BlockCollector blocks)
    {
        using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'), Options);
        Add(document.RootElement, "", blocks);
    }

    public static void ReadLines(string text, BlockCollector blocks)
    {
        var rows = new List<JsonDocument>();
        try
        {
            using var reader = new StringReader(text);
            for (var number = 1; reader.ReadLine() is { } line; number++)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    Parse(line, number, rows, blocks);
                }
            }

            AddAll([.. rows.Select(row => row.RootElement)], "", blocks);
        }
        finally
        {
            rows.ForEach(row => row.Dispose());
        }
    }

    private static void Parse(string line, int number, List<JsonDocument> rows, BlockCollector blocks)
    {
        try
        {
            rows.Add(JsonDocument.Parse(line, Options));
        }
        catch (JsonException)
        {
            blocks.Warn("broken_line", $"第 {number} 行不是 JSON，已跳过 / Line {number} is no JSON and was left out.", number);
        }
    }

    private static void Add(JsonElement element, string name, BlockCollector blocks)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                AddAll([.. element.EnumerateArray()], name, blocks);
                break;
            case JsonValueKind.Object when Columns(element) is { } columns:
                AddQuestion(element, columns, blocks);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Add(property.Value, property.Name, blocks);
                }

                break;
            case JsonValueKind.String:
                var text = Text(element);
                blocks.Paragraph(name.Length == 0 || text.Length > LongText ? text : $"{name}：{text}");
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when name.Length > 0:
                blocks.Paragraph($"{name}：{element.GetRawText()}");
                break;
        }
    }

    private static void AddAll(List<JsonElement> elements, string name, BlockCollector blocks)
    {
        if (elements.Count > 1 && elements.TrueForAll(element => element.ValueKind == JsonValueKind.Object)
            && !elements.Exists(element => Columns(element) is not null) && elements.TrueForAll(IsFlat) && Header(elements) is { Count: > 1 } header)
        {
            if ((long)elements.Count * header.Count > TableShape.MaxCells)
            {
                throw new TextLimitException();
            }

            TableShape.Add(
                [header, .. elements.Select(element => (IReadOnlyList<string>)[.. header.Select(column => element.TryGetProperty(column, out var value) ? Text(value) : "")])],
                headed: true, blocks, page: null);
            return;
        }

        if (elements.Count > 0 && elements.TrueForAll(element => element.ValueKind is JsonValueKind.String or JsonValueKind.Number))
        {
            blocks.List(elements.Select(element => $"- {Text(element)}"));
            return;
        }

        foreach (var element in elements)
        {
            Add(element, name, blocks);
        }
    }

    private static List<string> Header(List<JsonElement> elements) =>
        [.. elements.SelectMany(element => element.EnumerateObject().Select(property => property.Name)).Distinct(StringComparer.Ordinal).Take(64)];

    private static bool IsFlat(JsonElement element) =>
        element.EnumerateObject().All(property => property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));

    private static (QuestionColumns Columns, List<JsonProperty> Members)? Columns(JsonElement element)
    {
        var members = element.EnumerateObject().ToList();
        return QuestionColumns.Find([.. members.Select(member => member.Name)]) is { } columns ? (columns, members) : null;
    }

    private static void AddQuestion(JsonElement element, (QuestionColumns Columns, List<JsonProperty> Members) found, BlockCollector blocks)
    {
        if (found.Columns.Read([.. found.Members.Select(member => Text(member.Value))]) is { } read)
        {
            blocks.Question(read.Question, read.Similar, read.Answer, read.Category);
        }
        else
        {
            blocks.Paragraph(string.Join('\n', element.EnumerateObject().Select(property => Text(property.Value)).Where(text => text.Length > 0)));
        }
    }

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Unescaped(element),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Array => string.Join('\n', element.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join('\n', element.EnumerateObject().Select(property => Text(property.Value))),
        _ => element.GetRawText(),
    };

    private static string Unescaped(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: the text as it is written.
            return element.GetRawText().Trim('"');
        }
    }
}
