using System.Text.RegularExpressions;
using WeChatPlatform.Hosting;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag;

/// <summary>What is wrong with one line of an imported file.</summary>
/// <remarks><paramref name="Line"/> counts from 1; 0 means the file as a whole.</remarks>
internal sealed record ImportFault(int Line, string Message);

internal sealed record FaqDraft(string Question, IReadOnlyList<string> Similar, string Answer, string? Category);

internal sealed record ChunkDraft(string Section, string Text);

/// <summary>An imported file, read and checked as a whole: either without faults, or not to be published.</summary>
internal sealed record KnowledgeFile(
    string Kind, IReadOnlyList<FaqDraft> Faq, IReadOnlyList<ChunkDraft> Chunks, IReadOnlyList<ImportFault> Faults)
{
    public int Entries => Faq.Count + Chunks.Count;

    /// <summary>What it says, as the draft takes it.</summary>
    public IReadOnlyList<ChunkContent> ToChunks() =>
    [
        .. Faq.Select(entry => new ChunkContent(KnowledgeItem.Faq, entry.Question, entry.Answer, entry.Similar, entry.Category)),
        .. Chunks.Select(chunk => new ChunkContent(KnowledgeItem.Document, chunk.Section, chunk.Text, [])),
    ];

    public static bool IsSupported(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".jsonl" or ".csv" or ".md" or ".markdown";

    /// <param name="name">With the extension that says what it is.</param>
    /// <param name="content">The file.</param>
    /// <param name="options">How it is cut.</param>
    /// <param name="redactor">Absent takes nothing out.</param>
    public static KnowledgeFile Read(string name, byte[] content, RagOptions options, Redactor? redactor = null)
    {
        if (FileText.Decode(content) is not { } text)
        {
            return Refused("文件既不是 UTF-8 也不是 GB18030 编码 / The file is neither UTF-8 nor GB18030.");
        }

        try
        {
            var file = Path.GetExtension(name).ToLowerInvariant() switch
            {
                ".jsonl" => FromFaq(FaqJsonLines.Read(text), redactor),
                ".csv" => FromFaq(FaqCsv.Read(text), redactor),
                ".md" or ".markdown" => new KnowledgeFile(
                    KnowledgeItem.Document,
                    [],
                    MarkdownChunks.Cut(
                        text, Path.GetFileNameWithoutExtension(name), options.ChunkSize, options.ChunkOverlap, redactor is null ? null : redactor.Redact),
                    []),
                _ => Refused("只支持 .jsonl、.csv、.md 文件 / Only .jsonl, .csv and .md files are taken."),
            };
            return file is { Entries: 0, Faults.Count: 0 }
                ? Refused("文件里没有可用的内容 / The file holds nothing to publish.")
                : file;
        }
        catch (RegexMatchTimeoutException)
        {
            return Refused("无法在限定时间内去除个人信息 / Personal data could not be taken out in time.");
        }
    }

    public static KnowledgeFile TooLarge(int limit) =>
        Refused($"文件超过 {limit} 字节 / The file is larger than {limit} bytes.");

    // What two questions differed in may be gone: the first one stays.
    private static KnowledgeFile FromFaq(FaqLines lines, Redactor? redactor) => new(
        KnowledgeItem.Faq,
        redactor is null ? lines.Entries : [.. lines.Entries.Select(entry => Redacted(entry, redactor)).DistinctBy(entry => entry.Question, StringComparer.Ordinal)],
        [],
        lines.Faults);

    private static FaqDraft Redacted(FaqDraft entry, Redactor redactor) => new(
        redactor.Redact(entry.Question),
        [.. entry.Similar.Select(redactor.Redact).Distinct(StringComparer.Ordinal)],
        redactor.Redact(entry.Answer),
        entry.Category is { } category ? redactor.Redact(category) : null);

    private static KnowledgeFile Refused(string fault) => new(KnowledgeItem.Document, [], [], [new ImportFault(0, fault)]);
}
