using System.Text.Json;

namespace WeChatPlatform.Rag;

/// <summary>FAQ as JSON lines: {"question", "similar": [], "answer", "category"}. Empty lines are skipped.</summary>
internal static class FaqJsonLines
{
    public static FaqLines Read(string text)
    {
        var lines = new FaqLines();
        using var reader = new StringReader(text);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                var entry = JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web);
                lines.Add(number, entry?.Question, entry?.Similar, entry?.Answer, entry?.Category);
            }
            catch (JsonException)
            {
                lines.Refuse(number, "不是约定的 JSON / Not JSON of the agreed shape.");
            }
        }

        return lines;
    }

    private sealed record Entry(string? Question, IReadOnlyList<string?>? Similar, string? Answer, string? Category);
}
