namespace WeChatPlatform.Rag;

/// <summary>Documents that are cut alike and can be searched by themselves.</summary>
internal sealed class KnowledgeCollection
{
    public const int LongestName = 100;

    /// <summary>Takes what names no other collection.</summary>
    public static readonly Guid Default = new("01900000-0000-7000-8000-000000000001");

    public Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Longest passage in characters; absent follows <see cref="RagOptions.ChunkSize"/>.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>Characters that a passage repeats of the one before it; absent follows <see cref="RagOptions.ChunkOverlap"/>.</summary>
    public int? ChunkOverlap { get; set; }

    /// <summary>A question of a FAQ pair that is met with at least this confidence is answered by the pair, word for word; absent: never.</summary>
    public double? DirectAnswer { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
