namespace WeChatPlatform.Rag;

/// <summary>A file that knowledge came from. Known by origin and name: the same name again is its new version.</summary>
internal sealed class KnowledgeDocument
{
    public const string FromFolder = "folder";
    public const string FromUpload = "upload";

    public Guid Id { get; init; }

    public required string Origin { get; init; }

    public required string Name { get; init; }

    /// <summary>faq or document.</summary>
    public required string Kind { get; set; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public required string ContentHash { get; set; }

    public int Entries { get; set; }

    public DateTimeOffset PublishedAt { get; set; }

    /// <summary>Since when its entries are no longer found; absent while they are in force.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}

/// <summary>A question with its answer. An entry that a new version repeats word for word keeps its id.</summary>
internal sealed class FaqEntry
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    public int Ordinal { get; set; }

    public required string Question { get; init; }

    public required List<string> Similar { get; init; }

    public required string Answer { get; init; }

    public string? Category { get; init; }
}

/// <summary>A passage of a document.</summary>
internal sealed class DocumentChunk
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    public int Ordinal { get; set; }

    /// <summary>The headings above it, outermost first.</summary>
    public required string Section { get; init; }

    public required string Text { get; init; }
}

/// <summary>One state of the whole knowledge; the highest number is in force.</summary>
internal sealed class KnowledgeRelease
{
    public long Number { get; init; }

    public int Entries { get; init; }

    public DateTimeOffset At { get; init; }
}
