using WeChatPlatform.Documents;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>What a document says, and to whom. Changed only while it is a draft that no release was begun with.</summary>
internal sealed class DocumentVersion
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    /// <summary>Counts from 1 within the document.</summary>
    public int Number { get; init; }

    public required string Kind { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal, with an addition where personal data was taken out; empty for what people wrote here.</summary>
    public required string ContentHash { get; init; }

    /// <summary>What the file was read as: pdf, docx, jsonl.</summary>
    public required string Format { get; init; }

    /// <summary>Settings that its passages were cut with; absent where nothing is cut.</summary>
    public int? ChunkSize { get; init; }

    public int? ChunkOverlap { get; init; }

    public Guid CollectionId { get; set; }

    /// <summary>Empty for every product.</summary>
    public List<string> Products { get; set; } = [];

    /// <summary>Empty for everybody.</summary>
    public List<string> Audiences { get; set; } = [];

    public DateOnly? ValidFrom { get; set; }

    public DateOnly? ValidUntil { get; set; }

    /// <summary>What of the file could not be read while the rest could.</summary>
    public IReadOnlyList<ReadingFault> Faults { get; set; } = [];

    /// <summary>Documents that said the same, exactly or nearly, when it was taken in: the nearest ones.</summary>
    public IReadOnlyList<AlikeDocument> Alike { get; set; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>A release was begun with it: it is never changed again.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>The scope that its entries have in the releases from the given one on.</summary>
    public EntryScope ScopeFrom(long release) => new(CollectionId, release, null, Products, Audiences, ValidFrom, ValidUntil);
}

/// <summary>A passage or a pair of a version, in its place.</summary>
internal sealed class VersionChunk
{
    public Guid VersionId { get; init; }

    public Guid ChunkId { get; set; }

    public int Ordinal { get; init; }

    /// <summary>Switched off by a person: kept, and never found.</summary>
    public bool IsEnabled { get; set; } = true;
}

/// <summary>What of a document could not be read, with a stable code and words for people.</summary>
internal sealed record ReadingFault(string Code, string Message, int? Page)
{
    /// <summary>Nothing is missing but what is nobody's business.</summary>
    public static ReadingFault Redacted(int count)
    {
        var warning = Redaction.WarningOf(count);
        return new ReadingFault(warning.Code, warning.Message, null);
    }
}
