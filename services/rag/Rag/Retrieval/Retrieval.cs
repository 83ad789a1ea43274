using Microsoft.Extensions.Options;
using WeChatPlatform.Caching;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Rag;

/// <summary>
/// What a question finds. The same question is searched once a release: the release is part of the key, so that new
/// knowledge has effect with the first question after it. Kept by each replica for itself, because a search in memory costs
/// no more than a call of the shared store.
/// </summary>
internal sealed class Retrieval(LiveIndex index, ICache cache, IOptions<RagOptions> options)
{
    private readonly CacheKind kind = new("knowledge", 1, TimeSpan.FromHours(options.Value.RetrievalCacheHours)) { LocalOnly = true };

    public async ValueTask<Found> SearchAsync(string question, int limit, CancellationToken ct)
    {
        var knowledge = await index.GetAsync(ct);
        var found = await cache.GetOrLoadAsync(
            kind,
            $"{knowledge.Release}/{limit}/{question}",
            _ => Task.FromResult<Found?>(new Found(knowledge.Release, knowledge.Index.Search(question, limit))),
            ct);
        return found!;
    }

    /// <summary>Best first.</summary>
    internal sealed record Found(long Release, IReadOnlyList<Evidence> Evidence);
}
