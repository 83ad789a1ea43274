using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>A file to be made knowledge.</summary>
/// <remarks>Either <paramref name="Bytes"/> or <paramref name="Url"/>.</remarks>
internal sealed record IntakeRequest(string Name, string? Url, byte[]? Bytes, KnowledgeCollection Collection, bool Redacts);

internal sealed record IntakeResult(DocumentContent Content, int Duplicates, int Redactions, long Bytes);

/// <summary>The file cannot become knowledge: a stable code and the reason for people, Chinese first.</summary>
internal sealed class IntakeRefusedException(string code, string message, IReadOnlyList<ReadingFault> faults) : Exception(message)
{
    public string Code { get; } = code;

    public IReadOnlyList<ReadingFault> Faults { get; } = faults;
}

/// <summary>From bytes to what can be found: reads, takes personal data out, cuts, and compares with what is known.</summary>
internal sealed class DocumentIntake(IOptions<RagOptions> options)
{
    /// <param name="request">The file.</param>
    /// <param name="report">Told each step when it begins, with the progress in percent.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="IntakeRefusedException">It cannot become knowledge.</exception>
    public async Task<IntakeResult> TakeAsync(IntakeRequest request, Func<string, int, Task> report, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var bytes = request.Bytes ?? throw new IntakeRefusedException("file_missing", "文件已不在 / The file is gone.", []);
        await report("read", 10);
        var size = request.Collection.ChunkSize ?? options.Value.ChunkSize;
        var overlap = request.Collection.ChunkOverlap ?? options.Value.ChunkOverlap;
        var file = KnowledgeFile.Read(request.Name, bytes, size, overlap);
        if (file.Faults is [var first, ..])
        {
            throw new IntakeRefusedException(
                "unreadable", first.Message, [.. file.Faults.Select(fault => new ReadingFault("line", $"{fault.Line}: {fault.Message}", null))]);
        }

        await report("cut", 60);
        return new IntakeResult(file.ToContent(size, overlap), 0, 0, bytes.Length);
    }
}
