namespace WeChatPlatform.Rag;

/// <summary>What the next release changes of one document.</summary>
internal sealed class DraftChange
{
    public Guid DocumentId { get; init; }

    /// <summary>The version that shall be in force; absent retires the document.</summary>
    public Guid? VersionId { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }
}
