using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using WeChatPlatform.Documents;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag;

/// <summary>A file to be made knowledge.</summary>
internal sealed record IntakeRequest(string Name, byte[] Bytes, int ChunkSize, int ChunkOverlap, bool Redacts);

internal sealed record IntakeResult(DocumentContent Content, int Duplicates, int Redactions);

/// <summary>The file cannot become knowledge: a stable code and the reason for people, Chinese first.</summary>
internal sealed class IntakeRefusedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>From bytes to what can be found: reads, takes personal data out, cuts, and leaves out what is said twice.</summary>
internal sealed class DocumentIntake(IOptions<RagOptions> options, IOptions<ReadingOptions> reading)
{
    /// <param name="request">The file.</param>
    /// <param name="report">Told each step when it begins, with the progress in percent.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="IntakeRefusedException">It cannot become knowledge.</exception>
    public async Task<IntakeResult> TakeAsync(IntakeRequest request, Func<string, int, Task> report, CancellationToken ct)
    {
        await report("read", 10);
        ExtractedDocument document;
        try
        {
            document = await DocumentReader.ReadAsync(request.Bytes, request.Name, reading.Value.ToLimits(options.Value.MaxImportBytes), ct);
        }
        catch (UnreadableDocumentException refusal)
        {
            throw new IntakeRefusedException(refusal.Code, refusal.Message);
        }

        var redactions = 0;
        var title = Path.GetFileNameWithoutExtension(request.Name);
        if (request.Redacts)
        {
            await report("redact", 50);
            (document, redactions) = Redacted(document);
            title = PersonalData.Redact(title, [.. options.Value.OwnContacts]).Text;
        }

        await report("cut", 60);
        var cut = Chunker.Cut(document, new ChunkingSettings(request.ChunkSize, request.ChunkOverlap))
            .Select(chunk => ToContent(chunk, title))
            .ToList();
        await report("compare", 80);
        var (chunks, faults) = Accepted(cut);
        if (chunks.Count == 0)
        {
            throw new IntakeRefusedException("empty", "文件里没有可用的内容 / The file holds nothing to publish.");
        }

        var hasPassages = chunks.Exists(chunk => !chunk.IsFaq);
        return new IntakeResult(
            new DocumentContent(
                hasPassages ? KnowledgeItem.Document : KnowledgeItem.Faq,
                document.Format,
                DocumentContent.HashOf(request.Bytes, redactions, chunks),
                chunks,
                [.. document.Warnings.Select(warning => new ReadingFault(warning.Code, warning.Message, warning.Page)), .. faults],
                hasPassages ? request.ChunkSize : null,
                hasPassages ? request.ChunkOverlap : null),
            cut.Count - chunks.Count - faults.Count,
            redactions);
    }

    private (ExtractedDocument Document, int Count) Redacted(ExtractedDocument document)
    {
        try
        {
            return Redaction.Apply(document, [.. options.Value.OwnContacts]);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new IntakeRefusedException("too_slow", "无法在限定时间内去除个人信息 / Personal data could not be taken out in time.");
        }
    }

    private static ChunkContent ToContent(Chunk chunk, string title) => ChunkRules.Trimmed(chunk.Kind == ChunkKind.Faq
        ? new ChunkContent(KnowledgeItem.Faq, chunk.Question ?? "", chunk.Text, chunk.Similar, chunk.Category, chunk.Page)
        : new ChunkContent(KnowledgeItem.Document, chunk.Section.Count == 0 ? title : chunk.SectionPath, chunk.Text, [], null, chunk.Page));

    /// <summary>What can be kept, each once; what cannot is told and stops nothing else.</summary>
    private static (List<ChunkContent> Chunks, List<ReadingFault> Faults) Accepted(List<ChunkContent> cut)
    {
        var chunks = new List<ChunkContent>();
        var faults = new List<ReadingFault>();
        var said = new HashSet<string>(StringComparer.Ordinal);
        var asked = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var chunk in cut.Select(ChunkRules.Shortened))
        {
            if (ChunkRules.Refusal(chunk) is { } refusal)
            {
                faults.Add(new ReadingFault("piece_refused", $"{Beginning(chunk)}：{refusal}", chunk.Page));
            }
            else if (chunk.IsFaq && asked.TryGetValue(chunk.Title, out var answer) && answer != chunk.Text)
            {
                faults.Add(new ReadingFault("question_repeated", $"{Beginning(chunk)}：同一问题有两个答案，保留第一个 / Two answers to one question; the first is kept.", chunk.Page));
            }
            else if (said.Add(chunk.Fingerprint()) && (!chunk.IsFaq || asked.TryAdd(chunk.Title, chunk.Text)))
            {
                chunks.Add(chunk);
            }
        }

        return (chunks, faults);
    }

    private static string Beginning(ChunkContent chunk) => chunk.Title.Length > 30 ? chunk.Title[..30] + "…" : chunk.Title;
}
