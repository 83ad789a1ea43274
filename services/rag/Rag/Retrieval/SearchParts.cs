using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>The parts of the search that other servers provide. What is absent is built in.</summary>
internal sealed record SearchParts
{
    /// <summary>Shared by all replicas: written by the one that publishes.</summary>
    public IKeywordIndex? Keyword { get; init; }

    /// <summary>Shared by all replicas; needs <see cref="Embedder"/>, because the built-in one differs from replica to replica.</summary>
    public IVectorIndex? Vector { get; init; }

    public IEmbedder? Embedder { get; init; }

    public IReranker? Reranker { get; init; }

    /// <summary>Makes shared indexes ready to be written to. Called once, before anything else of them.</summary>
    public Func<CancellationToken, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;

    public bool HasShared => Keyword is not null || Vector is not null;
}
