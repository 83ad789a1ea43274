using WeChatPlatform.Privacy;

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

    /// <summary>Pieces of personal data that were taken out.</summary>
    public int Redactions { get; init; }

    /// <summary>FAQ lists and Markdown by the strict rules that name each bad line; everything else as the draft reads it.</summary>
    public static async Task<KnowledgeReading> ReadAsync(
        string name, byte[] bytes, bool redacts, DocumentIntake intake, RagOptions options, CancellationToken ct)
    {
        if (KnowledgeFile.IsSupported(name))
        {
            return ReadStrictly(name, bytes, redacts ? new Redactor([.. options.OwnContacts]) : null, options);
        }

        try
        {
            var result = await intake.TakeAsync(
                new IntakeRequest(name, bytes, options.ChunkSize, options.ChunkOverlap, redacts), (_, _) => Task.CompletedTask, ct);
            return new KnowledgeReading(result.Content, []) { Redactions = result.Redactions };
        }
        catch (IntakeRefusedException refusal)
        {
            return new KnowledgeReading(null, [new ImportFault(0, refusal.Message)]);
        }
    }

    private static KnowledgeReading ReadStrictly(string name, byte[] bytes, Redactor? redactor, RagOptions options)
    {
        var file = KnowledgeFile.Read(name, bytes, options, redactor);
        if (file.Faults.Count > 0)
        {
            return new KnowledgeReading(null, file.Faults);
        }

        var (chunks, isCut, redactions) = (file.ToChunks(), file.Chunks.Count > 0, redactor?.Count ?? 0);
        return new KnowledgeReading(
            new DocumentContent(
                file.Kind,
                Path.GetExtension(name).TrimStart('.').ToLowerInvariant(),
                DocumentContent.HashOf(bytes, redactions, chunks),
                chunks,
                redactions == 0 ? [] : [ReadingFault.Redacted(redactions)],
                isCut ? options.ChunkSize : null,
                isCut ? options.ChunkOverlap : null),
            [])
        {
            Redactions = redactions,
        };
    }
}
