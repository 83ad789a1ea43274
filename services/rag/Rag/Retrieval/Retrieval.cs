using System.Text.Json;
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
    private readonly CacheKind kind = new("knowledge", 2, TimeSpan.FromHours(options.Value.RetrievalCacheHours)) { LocalOnly = true };

    /// <param name="asked">The question as it was asked.</param>
    /// <param name="history">What was said before it, oldest first; it completes a question that leans on it.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<Retrieved> SearchAsync(Asked asked, IReadOnlyList<ChatLine> history, CancellationToken ct)
    {
        var found = await SearchAsync(asked, ct);
        if (Best(found) >= options.Value.AnsweredFrom || FollowUp.Complete(asked.Question, history) is not { } full)
        {
            return new Retrieved(found, null);
        }

        var completed = await SearchAsync(asked with { Question = full }, ct);
        return Best(completed) > Best(found) ? new Retrieved(completed, full) : new Retrieved(found, null);
    }

    public async ValueTask<Found> SearchAsync(Asked asked, CancellationToken ct)
    {
        var release = await index.ServedAsync(ct);

        // As JSON, so that no two keys are one string: a product's name may hold any sign.
        var key = JsonSerializer.Serialize((object?[])[release, index.Today, asked.Limit, asked.Product, asked.Audience, asked.Collections, asked.Question]);
        Found? degraded = null;
        var found = await cache.GetOrLoadAsync(
            kind,
            key,
            async token =>
            {
                var fresh = await index.SearchAsync(asked with { Release = release }, token);

                // What half of the search found is not kept: the next question may have all of it.
                degraded = fresh.Degraded.Count == 0 ? null : fresh;
                return degraded is null ? fresh : null;
            },
            ct);
        return found ?? degraded ?? await index.SearchAsync(asked with { Release = release }, ct);
    }

    private static double Best(Found found) => found.Pieces is [var best, ..] ? best.Evidence.Score : 0;
}

/// <summary>What a question found in its conversation.</summary>
/// <remarks><paramref name="Completed"/> is the full question that found it; absent when the question did by itself.</remarks>
internal sealed record Retrieved(Found Found, string? Completed);
