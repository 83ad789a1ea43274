using System.Xml.Linq;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs =
        [".git", "artifacts", "bin", "obj", "node_modules", "data", "Migrations", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files of ours with this ending, as paths below the root with slashes.</summary>
    public static IReadOnlyList<string> Files(string ending) =>
        [.. Walk(Root).Where(path => path.EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Folders of ours, as paths below the root with slashes.</summary>
    public static IReadOnlyList<string> Folders() =>
        [.. Walk(Root).Select(path => Path.GetDirectoryName(path)!.Replace('\\', '/')).Distinct(StringComparer.Ordinal)];

    public static IReadOnlyList<Project> Projects() => [.. Files(".csproj").Select(path => new Project(path))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }

        foreach (var child in Directory.EnumerateDirectories(folder).Where(path => !NotOurs.Contains(Path.GetFileName(path))))
        {
            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WeChatPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside of the source tree: no WeChatPlatform.sln above them.");
        }

        return folder;
    }
}

/// <summary>One project file. Paths are below the root, with slashes.</summary>
internal sealed record Project(string Path)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string AssemblyName => $"WeChatPlatform.{Name}";

    public bool IsTest => Name.EndsWith(".Tests", StringComparison.Ordinal);

    public bool IsHost => Name.EndsWith(".Host", StringComparison.Ordinal);

    public bool IsModule => IsBelow("services/") && !IsTest && !IsHost;

    public bool IsBelow(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    public IReadOnlyList<string> References() =>
        [.. Items("ProjectReference").Select(include => System.IO.Path
            .GetRelativePath(Repository.Root, System.IO.Path.Combine(Repository.Root, System.IO.Path.GetDirectoryName(Path)!, include))
            .Replace('\\', '/'))];

    public IReadOnlyList<string> Items(string kind) =>
        [.. XDocument.Parse(Repository.Read(Path)).Descendants(kind).Select(item => (string?)item.Attribute("Include") ?? "")];
}
