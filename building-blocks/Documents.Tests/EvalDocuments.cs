using System.Globalization;

namespace WeChatPlatform.Documents.Tests;

/// <summary>
/// Real documents that are used to measure and are never copied into the repository: the folder that EVAL_DATA names, or ../shared/eval
/// beside the repository. Tests skip where it is missing.
/// </summary>
internal static class EvalDocuments
{
    internal sealed record Entry(string Class, string Path, int ReferenceCharacters)
    {
        public string Name => System.IO.Path.GetFileName(Path);
    }

    public static IReadOnlyList<Entry> All()
    {
        var folder = Path.Combine(Folder(), "documents");
        var index = Path.Combine(folder, "index.tsv");
        Assert.SkipUnless(File.Exists(index), "evaluation data missing: documents/index.tsv is not below EVAL_DATA");
        return [.. File.ReadLines(index).Skip(1).Select(line => line.Split('\t'))
            .Select(cells => new Entry(cells[0], Path.Combine(folder, cells[1]), int.Parse(cells[3], CultureInfo.InvariantCulture)))];
    }

    public static IEnumerable<Entry> Of(string kind) => All().Where(entry => entry.Class == kind);

    private static string Folder() =>
        Environment.GetEnvironmentVariable("EVAL_DATA") is { Length: > 0 } named ? named : Path.Combine(Repository.Root, "..", "shared", "eval");
}

internal static class Repository
{
    /// <summary>The folder of the solution that these tests were built from.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WeChatPlatform.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests run inside the repository.");
    }
}
