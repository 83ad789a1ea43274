namespace WeChatPlatform.Rag.Tests;

/// <summary>A knowledge folder that goes with the test.</summary>
internal sealed class KnowledgeFolderOnDisk : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("knowledge-");

    public KnowledgeFolderOnDisk(params IReadOnlyList<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
        {
            Write(name, text);
        }
    }

    public string Path => folder.FullName;

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    public void Dispose() => folder.Delete(recursive: true);
}
