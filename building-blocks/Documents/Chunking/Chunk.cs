using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Documents;

/// <summary>How long passages are, in characters.</summary>
/// <remarks><paramref name="Overlap"/> is at most half of <paramref name="Size"/>; more is taken for that.</remarks>
public sealed record ChunkingSettings([property: Range(50, 8000)] int Size = 500, [property: Range(0, 4000)] int Overlap = 50);

/// <summary>What a chunk is.</summary>
public enum ChunkKind
{
    /// <summary>A piece of a document's text.</summary>
    Passage,

    /// <summary>A question with its answer.</summary>
    Faq,
}

/// <summary>A piece of a document that is found and cited as a whole.</summary>
/// <remarks>
/// <paramref name="Section"/> are the headings that it stands below, the outermost first. <paramref name="Text"/> is a passage's text, and of a
/// question the answer. <paramref name="Page"/> is where it begins; absent where the format has none. <paramref name="Question"/> and
/// <paramref name="Category"/> are absent, and <paramref name="Similar"/> is empty, for a passage.
/// </remarks>
public sealed record Chunk(
    ChunkKind Kind,
    IReadOnlyList<string> Section,
    string Text,
    int? Page,
    string? Question = null,
    IReadOnlyList<string>? Similar = null,
    string? Category = null)
{
    /// <summary>Put between headings where they are written in one line.</summary>
    public const string Separator = " / ";

    public IReadOnlyList<string> Similar { get; init; } = Similar ?? [];

    public string SectionPath => string.Join(Separator, Section);
}
