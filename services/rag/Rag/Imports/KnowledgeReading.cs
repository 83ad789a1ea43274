namespace WeChatPlatform.Rag;

/// <summary>A file that comes into force at once: what it says, or what is wrong with it.</summary>
/// <remarks><paramref name="Content"/> is absent when there are faults.</remarks>
internal sealed record KnowledgeReading(DocumentContent? Content, IReadOnlyList<ImportFault> Faults)
{
    private static readonly HashSet<string> Extensions = new(
        [
            ".jsonl", ".csv", ".md", ".markdown", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".html", ".htm", ".xml",
            ".json", ".txt", ".tsv", ".eml",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file of a folder is knowledge by its name; what an editor leaves beside it is not.</summary>
    public static bool IsKnowledge(string path) =>
        Extensions.Contains(Path.GetExtension(path)) && Path.GetFileName(path) is not ['.' or '~', ..];

    /// <summary>FAQ lists and Markdown by the strict rules that name each bad line; everything else as the draft reads it.</summary>
    public static async Task<KnowledgeReading> ReadAsync(
        string name, byte[] bytes, DocumentIntake intake, RagOptions options, CancellationToken ct)
    {
        if (KnowledgeFile.IsSupported(name))
        {
            var file = KnowledgeFile.Read(name, bytes, options);
            return file.Faults.Count > 0
                ? new KnowledgeReading(null, file.Faults)
                : new KnowledgeReading(file.ToContent(options.ChunkSize, options.ChunkOverlap), []);
        }

        try
        {
            var result = await intake.TakeAsync(
                new IntakeRequest(name, bytes, options.ChunkSize, options.ChunkOverlap, Redacts: false), (_, _) => Task.CompletedTask, ct);
            return new KnowledgeReading(result.Content, []);
        }
        catch (IntakeRefusedException refusal)
        {
            return new KnowledgeReading(null, [new ImportFault(0, refusal.Message)]);
        }
    }
}
