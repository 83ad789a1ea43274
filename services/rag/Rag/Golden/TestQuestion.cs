using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag;

/// <summary>
/// A question whose right evidence people know. All of them are asked before a release comes into force: one that the release in
/// force answers and the next one would not stops it.
/// </summary>
internal sealed class TestQuestion
{
    public const int LongestQuestion = 500;
    public const int LongestPhrase = 500;
    public const int MostEvidence = 20;

    public Guid Id { get; init; }

    public required string Question { get; init; }

    /// <summary>Words that the evidence has to hold; absent when any of the document will do, or when nothing may be found.</summary>
    public string? Expects { get; init; }

    /// <summary>The document that the evidence has to come from; absent when any will do.</summary>
    public Guid? DocumentId { get; init; }

    /// <summary>Nothing may be found with a confidence that would be told to a customer.</summary>
    public bool ExpectsNothing { get; init; }

    /// <summary>Among how many of the best the evidence has to be.</summary>
    public int Top { get; init; } = 4;

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Whether these answer as wanted.</summary>
    /// <remarks><paramref name="found"/> is best first; <paramref name="told"/> the confidence from which evidence is told.</remarks>
    public bool IsMetBy(IReadOnlyList<(Evidence Evidence, Guid DocumentId)> found, double told) => ExpectsNothing
        ? found.All(hit => hit.Evidence.Score < told)
        : found.Take(Top).Any(hit =>
            (DocumentId is not { } document || hit.DocumentId == document)
            && (Expects is not { } words
                || hit.Evidence.Text.Contains(words, StringComparison.OrdinalIgnoreCase)
                || hit.Evidence.Title.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
