using System.Security.Cryptography;
using System.Text;

namespace WeChatPlatform.Rag;

/// <summary>
/// A passage of a document, or a question with its answer. Never changed once stored: an edit is another one, so that an answer
/// that cites it keeps pointing at what it cited. What a new version repeats word for word keeps its id.
/// </summary>
internal sealed class DocumentChunk
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    /// <summary>The version that brought it.</summary>
    public int Version { get; init; }

    /// <summary>faq or document.</summary>
    public required string Kind { get; init; }

    /// <summary>The headings above a passage, outermost first; the standard question of a pair.</summary>
    public required string Title { get; init; }

    /// <summary>The passage, or the answer.</summary>
    public required string Text { get; init; }

    /// <summary>Other wordings of the question; empty for a passage.</summary>
    public List<string> Similar { get; init; } = [];

    public string? Category { get; init; }

    /// <summary>Page, sheet or slide, from 1; absent where the file has none.</summary>
    public int? Page { get; init; }

    /// <summary>Of an edited one: the fingerprint of what the file says, so that the edit outlives the next version of the file.</summary>
    public string? EditOf { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Equal for a piece and all that it was reworded to.</summary>
    public string Origin => EditOf ?? Content.Fingerprint();

    public ChunkContent Content => new(Kind, Title, Text, Similar, Category, Page);
}

/// <summary>What a chunk says, without where it is kept.</summary>
internal sealed record ChunkContent(
    string Kind, string Title, string Text, IReadOnlyList<string> Similar, string? Category = null, int? Page = null)
{
    // Between members: no text has it.
    private const char Between = '\u0001';

    public bool IsFaq => Kind == KnowledgeItem.Faq;

    /// <summary>Equal for equal words. The page is not among them: a page inserted in front changes nothing of what is said.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join(Between, [Kind, Title, Text, Category ?? "", .. Similar])))[..16]);
}
