using System.Security.Cryptography;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Rag;

/// <summary>What is wrong with one line of an imported file.</summary>
/// <remarks><paramref name="Line"/> counts from 1; 0 means the file as a whole.</remarks>
internal sealed record ImportFault(int Line, string Message);

internal sealed record FaqDraft(string Question, IReadOnlyList<string> Similar, string Answer, string? Category);

internal sealed record ChunkDraft(string Section, string Text);

/// <summary>An imported file, read and checked as a whole: either without faults, or not to be published.</summary>
internal sealed record KnowledgeFile(
    string Kind,
    string ContentHash,
    IReadOnlyList<FaqDraft> Faq,
    IReadOnlyList<ChunkDraft> Chunks,
    IReadOnlyList<ImportFault> Faults)
{
    public int Entries => Faq.Count + Chunks.Count;

    public string Format { get; init; } = "";

    /// <summary>What it says, as the draft takes it.</summary>
    public DocumentContent ToContent(int chunkSize, int chunkOverlap) => new(
        Kind,
        Format,
        ContentHash,
        [
            .. Faq.Select(entry => new ChunkContent(KnowledgeItem.Faq, entry.Question, entry.Answer, entry.Similar, entry.Category)),
            .. Chunks.Select(chunk => new ChunkContent(KnowledgeItem.Document, chunk.Section, chunk.Text, [])),
        ],
        [],
        Chunks.Count == 0 ? null : chunkSize,
        Chunks.Count == 0 ? null : chunkOverlap);

    public static bool IsSupported(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".jsonl" or ".csv" or ".md" or ".markdown";

    public static KnowledgeFile Read(string name, byte[] content, RagOptions options) =>
        Read(name, content, options.ChunkSize, options.ChunkOverlap);

    public static KnowledgeFile Read(string name, byte[] content, int chunkSize, int chunkOverlap)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (FileText.Decode(content) is not { } text)
        {
            return Refused(hash, "文件既不是 UTF-8 也不是 GB18030 编码 / The file is neither UTF-8 nor GB18030.");
        }

        var file = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".jsonl" => FromFaq(hash, FaqJsonLines.Read(text)),
            ".csv" => FromFaq(hash, FaqCsv.Read(text)),
            ".md" or ".markdown" => new KnowledgeFile(
                KnowledgeItem.Document,
                hash,
                [],
                MarkdownChunks.Cut(text, Path.GetFileNameWithoutExtension(name), chunkSize, chunkOverlap),
                []),
            _ => Refused(hash, "只支持 .jsonl、.csv、.md 文件 / Only .jsonl, .csv and .md files are taken."),
        };
        return file is { Entries: 0, Faults.Count: 0 }
            ? Refused(hash, "文件里没有可用的内容 / The file holds nothing to publish.")
            : file with { Format = Path.GetExtension(name).TrimStart('.').ToLowerInvariant() };
    }

    public static KnowledgeFile TooLarge(int limit) =>
        Refused("", $"文件超过 {limit} 字节 / The file is larger than {limit} bytes.");

    private static KnowledgeFile FromFaq(string hash, FaqLines lines) =>
        new(KnowledgeItem.Faq, hash, lines.Entries, [], lines.Faults);

    private static KnowledgeFile Refused(string hash, string fault) =>
        new(KnowledgeItem.Document, hash, [], [], [new ImportFault(0, fault)]);
}
