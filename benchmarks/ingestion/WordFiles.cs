using System.Globalization;
using System.IO.Compression;
using System.Text;
using WeChatPlatform.SearchBenchmark;

namespace WeChatPlatform.IngestionBenchmark;

/// <summary>Manuals of made-up Chinese as Word keeps them: a heading and a passage for each chunk.</summary>
internal sealed class WordFiles(Corpus corpus)
{
    public const int Characters = 450;
    public const int ChunksEach = 50;

    private const string Namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <returns>As many as hold so many chunks, each under a name of its own.</returns>
    public IReadOnlyList<(string Name, byte[] Content)> Make(string name, int chunks) =>
        [.. Enumerable.Range(0, chunks / ChunksEach).Select(number => ($"{name}-{number}.docx", Make()))];

    private byte[] Make()
    {
        var body = new StringBuilder();
        foreach (var entry in corpus.Entries(ChunksEach, Characters))
        {
            body.Append(CultureInfo.InvariantCulture, $"<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>{entry.Title}</w:t></w:r></w:p><w:p><w:r><w:t>{entry.Text}</w:t></w:r></w:p>");
        }

        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "word/document.xml", $"<w:document xmlns:w=\"{Namespace}\"><w:body>{body}</w:body></w:document>");
            Write(archive, "word/styles.xml", $"<w:styles xmlns:w=\"{Namespace}\"><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>");
        }

        return file.ToArray();
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
