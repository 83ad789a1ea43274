using System.Text.Json;

namespace WeChatPlatform.Rag.Tests;

/// <summary>
/// Public question sets that are used to measure and are never copied into the repository: the folder that EVAL_DATA
/// names, or ../shared/eval beside the repository. Tests skip where it is missing.
/// </summary>
internal static class EvalData
{
    public static IReadOnlyList<KnowledgeItem> Documents(string set, string kind = KnowledgeItem.Faq) =>
        [.. Read<Document>(set, "docs.jsonl").Select(line => new KnowledgeItem(
            line.Id, kind, set, line.Title ?? "", line.Similar ?? [], line.Text ?? ""))];

    public static IReadOnlyList<Query> Queries(string set) => Read<Query>(set, "queries.jsonl");

    private static List<T> Read<T>(string set, string file)
    {
        var path = Path.Combine(Folder(), set, file);
        Assert.SkipUnless(File.Exists(path), $"evaluation data missing: {set}/{file} is not below EVAL_DATA");
        return [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!)];
    }

    private static string Folder() =>
        Environment.GetEnvironmentVariable("EVAL_DATA") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository.Root, "..", "shared", "eval");

    private sealed record Document(string Id, string? Title, string? Text, string[]? Similar);

    internal sealed record Query(string Q, string[] Rel);
}
