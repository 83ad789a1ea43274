using System.Text.Json;
using WeChatPlatform.Rag;

namespace WeChatPlatform.Quality;

/// <summary>A public question set: entries, and questions with the entries that answer them.</summary>
internal static class QuestionSet
{
    public static KnowledgeIndex Index(string data, string set) => new(
    [
        .. Read<Entry>(data, set, "docs.jsonl")
            .Select(entry => new KnowledgeItem(entry.Id, KnowledgeItem.Faq, set, entry.Title ?? "", entry.Similar ?? [], entry.Text ?? "")),
    ]);

    public static IReadOnlyList<Question> Questions(string data, string set) => Read<Question>(data, set, "queries.jsonl");

    private static List<T> Read<T>(string data, string set, string file) =>
        [.. File.ReadLines(Path.Combine(data, set, file)).Select(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!)];

    internal sealed record Question(string Q, string[] Rel);

    private sealed record Entry(string Id, string? Title, string? Text, string[]? Similar);
}
