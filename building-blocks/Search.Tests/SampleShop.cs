using System.Text.Json;

namespace WeChatPlatform.Search.Tests;

/// <summary>The knowledge of the sample shop, cut simply: one entry a question, one passage a heading.</summary>
internal static class SampleShop
{
    public static IReadOnlyList<IndexEntry> Entries() => [.. Directory.EnumerateFiles(Folder()).Order(StringComparer.Ordinal).SelectMany(Read)];

    private static IEnumerable<IndexEntry> Read(string path) => path.EndsWith(".jsonl", StringComparison.Ordinal)
        ? File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web)!)
            .Select(line => Knowledge.Faq(line.Question, line.Answer, line.Similar ?? []))
        : Passages(File.ReadAllText(path));

    private static IEnumerable<IndexEntry> Passages(string text)
    {
        var title = text.Split('\n')[0].TrimStart('#', ' ');
        return text.Split("\n## ").Skip(1).Select(section => Knowledge.Passage(
            $"{title}{EntryText.HeadingSeparator}{section.Split('\n')[0].Trim()}", section[section.IndexOf('\n', StringComparison.Ordinal)..].Trim()));
    }

    private static string Folder() => Path.Combine(Repository(), "samples", "charging-pile-shop", "knowledge");

    public static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "WeChatPlatform.sln")))
        {
            at = at.Parent;
        }

        return at!.FullName;
    }

    private sealed record Line(string Question, string[]? Similar, string Answer);
}
