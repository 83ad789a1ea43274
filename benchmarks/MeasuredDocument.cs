namespace WeChatPlatform.Benchmarks;

/// <summary>A document of the repository in which each measure owns what stands between its two markers. Compiled into each program that writes one.</summary>
internal sealed class MeasuredDocument
{
    /// <summary>How fast things are.</summary>
    public static readonly MeasuredDocument Performance = new("performance.md");

    /// <summary>How good things are.</summary>
    public static readonly MeasuredDocument Quality = new("quality.md");

    private readonly string name;

    private MeasuredDocument(string name) => this.name = name;

    /// <param name="measure">Named by the markers.</param>
    /// <param name="section">What stands between them from now on.</param>
    /// <exception cref="InvalidOperationException">The document has no such markers, or this runs outside the repository.</exception>
    public void Replace(string measure, string section)
    {
        var path = Path.Combine(Root(), "docs", name);
        var text = File.ReadAllText(path);
        var (begin, end) = ($"<!-- {measure}: begin -->", $"<!-- {measure}: end -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"docs/{name} has no section between '{begin}' and '{end}'.");
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
