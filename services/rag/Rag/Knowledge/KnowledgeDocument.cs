namespace WeChatPlatform.Rag;

/// <summary>
/// Something that knowledge comes from: a file, a page, the pairs that people wrote. Known by origin and name: the same name
/// again is its next version. What is told of it here holds for the release in force.
/// </summary>
internal sealed class KnowledgeDocument
{
    public const string FromFolder = "folder";
    public const string FromUpload = "upload";
    public const string FromUrl = "url";

    /// <summary>Pairs that people wrote, one document a collection.</summary>
    public const string Written = "written";

    /// <summary>Pairs that were taken from conversations and approved, one document.</summary>
    public const string Learned = "learned";

    public Guid Id { get; init; }

    public required string Origin { get; init; }

    public required string Name { get; init; }

    /// <summary>faq or document.</summary>
    public required string Kind { get; set; }

    /// <summary>SHA-256 of the file in force, in hexadecimal; empty while none ever was.</summary>
    public required string ContentHash { get; set; }

    public int Entries { get; set; }

    /// <summary>The version in force, or the last one that was; absent while none ever was.</summary>
    public int? Version { get; set; }

    /// <summary>The highest number that a version of it was given.</summary>
    public int Newest { get; set; }

    /// <summary>Absent while it is only in the draft.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Since when its entries are no longer found; absent while they are in force.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
