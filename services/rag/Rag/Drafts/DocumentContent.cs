using System.Security.Cryptography;
using System.Text;

namespace WeChatPlatform.Rag;

/// <summary>What a document is known by.</summary>
internal sealed record DocumentSource(string Origin, string Name);

/// <summary>What was read from a document, cut into what can be found.</summary>
/// <remarks><paramref name="ChunkSize"/> and <paramref name="ChunkOverlap"/> are absent where nothing was cut.</remarks>
internal sealed record DocumentContent(
    string Kind,
    string Format,
    string ContentHash,
    IReadOnlyList<ChunkContent> Chunks,
    IReadOnlyList<ReadingFault> Faults,
    int? ChunkSize = null,
    int? ChunkOverlap = null)
{
    /// <summary>Documents that say the same, exactly or nearly.</summary>
    public IReadOnlyList<AlikeDocument> Alike { get; init; } = [];

    /// <summary>
    /// Names a file as it is kept: its SHA-256, and what was made of it when something was taken out, as with other rules it would be another version.
    /// </summary>
    public static string HashOf(byte[] file, int redactions, IEnumerable<ChunkContent> chunks)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return redactions == 0
            ? hash
            : hash + "+" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(chunks.Select(chunk => chunk.Fingerprint())))))[..16];
    }
}

/// <summary>Who may find a document, and when.</summary>
internal sealed record DocumentScope(
    Guid CollectionId, IReadOnlyList<string> Products, IReadOnlyList<string> Audiences, DateOnly? ValidFrom, DateOnly? ValidUntil)
{
    public static DocumentScope In(Guid collectionId) => new(collectionId, [], [], null, null);

    public static DocumentScope Of(DocumentVersion version) =>
        new(version.CollectionId, version.Products, version.Audiences, version.ValidFrom, version.ValidUntil);

    public bool IsSameAs(DocumentScope other) =>
        CollectionId == other.CollectionId && ValidFrom == other.ValidFrom && ValidUntil == other.ValidUntil
        && Products.SequenceEqual(other.Products, StringComparer.Ordinal) && Audiences.SequenceEqual(other.Audiences, StringComparer.Ordinal);
}

/// <summary>What the draft made of a document.</summary>
/// <remarks>
/// <paramref name="IsPending"/>: the draft holds a change of it. <paramref name="Added"/>, <paramref name="Kept"/> and
/// <paramref name="Removed"/> count its pieces against what it said before.
/// </remarks>
internal sealed record Drafted(Guid DocumentId, int Version, int Entries, bool IsPending, int Added = 0, int Kept = 0, int Removed = 0);
