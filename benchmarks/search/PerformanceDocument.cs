namespace WeChatPlatform.SearchBenchmark;

/// <summary>docs/performance.md: each measure owns what stands between its two markers.</summary>
internal static class PerformanceDocument
{
    public static void Replace(string name, string section)
    {
        var path = Path.Combine(Root(), "docs", "performance.md");
        var text = File.ReadAllText(path);
        var (begin, end) = ($"<!-- {name}: begin -->", $"<!-- {name}: end -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"docs/performance.md has no section between '{begin}' and '{end}'.");
        }

        File.WriteAllText(path, $"{text[..(from + begin.Length)]}\n{section.Trim()}\n{text[to..]}");
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "WeChatPlatform.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("Run this inside the repository.");
    }
}
