namespace WeChatPlatform.Documents;

/// <summary>Word (.docx): body, text boxes, then foot- and endnotes. What was deleted under revision is left out.</summary>
internal static class WordFormat
{
    public static void Read(ReadingJob job)
    {
        using var archive = OfficeArchive.Open(job);
        var main = archive.Relations("").Values.FirstOrDefault(relation => relation.Type == "officeDocument").Target is { } named && archive.Has(named)
            ? named
            : "word/document.xml";
        var relations = archive.Relations(main);
        var body = new WordBody(job.Blocks, Part("styles") is { } styles ? WordStyles.Read(archive, styles) : new(), Part("numbering") is { } lists ? WordLists.Read(archive, lists) : new());
        OfficeProperties.Read(archive, job.Blocks);
        using (var reader = archive.ReadXml(main) ?? throw Unreadable.BecauseBroken())
        {
            body.Read(reader, "body");
        }

        foreach (var part in new[] { "footnotes", "endnotes" })
        {
            using var reader = Part(part) is { } notes ? archive.ReadXml(notes) : null;
            if (reader is not null)
            {
                body.Read(reader, part[..^1]);
            }
        }

        foreach (var (type, target) in relations.Values.Where(relation => relation.Type is "header" or "footer" or "comments"))
        {
            OfficeProperties.ReadPart(archive, target, type, job.Blocks);
        }

        string? Part(string type) => relations.Values.FirstOrDefault(relation => relation.Type == type).Target;
    }
}
