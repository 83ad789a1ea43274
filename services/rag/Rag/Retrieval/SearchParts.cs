using Microsoft.Extensions.Options;
using WeChatPlatform.Search;
using WeChatPlatform.Search.Remote;

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

    /// <summary>What all built-in parts take for the same word.</summary>
    public Synonyms Synonyms { get; init; } = Synonyms.BuiltIn;

    /// <summary>Makes the shared keyword index anew from these entries, if it was made for another version of this program.</summary>
    public Func<IReadOnlyList<IndexEntry>, CancellationToken, Task> RenewKeywordAsync { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>The shared vector index holds everything: what earlier models left may go.</summary>
    public Func<CancellationToken, Task> VectorsCompleteAsync { get; init; } = _ => Task.CompletedTask;

    public bool HasShared => Keyword is not null || Vector is not null;

    /// <summary>The same without the model for vectors and what needs it: how a search begins before everything is embedded.</summary>
    public SearchParts WithoutModel => this with { Vector = null, Embedder = null };

    public static SearchParts From(RemoteSearch remote)
    {
        var embedder = remote.Embedder();
        var keyword = remote.KeywordIndex();
        var vector = embedder is null ? null : remote.VectorIndex(embedder);
        return new SearchParts
        {
            Keyword = keyword,
            Vector = vector,
            Embedder = embedder,
            Reranker = remote.Reranker(),
            RenewKeywordAsync = (entries, ct) => keyword is null ? Task.CompletedTask : RenewAsync(keyword, entries, ct),
            VectorsCompleteAsync = ct => vector is null ? Task.CompletedTask : CompleteAsync(vector, ct),
        };
    }

    private static async Task RenewAsync(ElasticsearchKeywordIndex keyword, IReadOnlyList<IndexEntry> entries, CancellationToken ct)
    {
        if (!await keyword.NeedsRebuildAsync(ct))
        {
            return;
        }

        var next = await keyword.CreateNextAsync(ct);
        await next.UpsertAsync(entries, ct);
        await keyword.SwitchToAsync(next, ct);
    }

    private static async Task CompleteAsync(MilvusVectorIndex vector, CancellationToken ct)
    {
        await vector.PutInForceAsync(ct);
        await vector.RemoveOthersAsync(ct);
    }
}

/// <summary>Vectors on another server need a model that is the same for all replicas.</summary>
internal sealed class MilvusHasModel(IOptions<EmbeddingOptions> embedding) : IValidateOptions<MilvusOptions>
{
    public ValidateOptionsResult Validate(string? name, MilvusOptions options) => options.IsConfigured && !embedding.Value.IsConfigured
        ? ValidateOptionsResult.Fail("Rag:Milvus needs Rag:Embedding: the built-in embedder differs from replica to replica.")
        : ValidateOptionsResult.Success;
}
