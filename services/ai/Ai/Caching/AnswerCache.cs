using System.Text.Json;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Caching;

namespace WeChatPlatform.Ai.Caching;

/// <summary>
/// Answers kept for all replicas. Nothing removes one: its key names everything that it was made of, so that a change makes
/// another key. A question is looked for as it is written, without regard to what does not change its meaning; then by the FAQ pair that it means.
/// </summary>
internal sealed class AnswerCache(ICache cache, IOptions<AnswerCacheOptions> options) : IAnswerCache
{
    private readonly CacheKind _kind = new("answers", 1, TimeSpan.FromMinutes(options.Value.Minutes));

    public async ValueTask<CachedAnswer?> FindAsync(AnswerKey key, CancellationToken ct)
    {
        if (!options.Value.Enabled)
        {
            return null;
        }

        if (await LookAsync(ByWords(key), ct) is { } exact)
        {
            LedgerMetrics.LookedUp("exact");
            return exact;
        }

        if (ByMeaning(key) is { } meaning && await LookAsync(meaning, ct) is { } same)
        {
            LedgerMetrics.LookedUp("faq");
            return same;
        }

        LedgerMetrics.LookedUp("miss");
        return null;
    }

    public async ValueTask KeepAsync(AnswerKey key, CachedAnswer answer, CancellationToken ct)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        await StoreAsync(ByWords(key), answer, ct);
        if (ByMeaning(key) is { } meaning && answer.EvidenceIds is [var only] && only == key.Faq!.EvidenceId)
        {
            await StoreAsync(meaning, answer, ct);
        }
    }

    // As JSON, so that no two keys are one string.
    private static string ByWords(AnswerKey key) => JsonSerializer.Serialize(
        (object[])["words", key.AgentId, QuestionText.Plain(key.Question), key.Prompt, key.Release, key.Facts]);

    private string? ByMeaning(AnswerKey key) => key.Faq is { } faq && options.Value.ByMeaning
        ? JsonSerializer.Serialize((object[])["faq", key.AgentId, faq.EvidenceId, key.Prompt, key.Release, faq.Facts])
        : null;

    private ValueTask<CachedAnswer?> LookAsync(string key, CancellationToken ct) =>
        cache.GetOrLoadAsync(_kind, key, _ => Task.FromResult<CachedAnswer?>(null), ct);

    private async ValueTask StoreAsync(string key, CachedAnswer answer, CancellationToken ct) =>
        await cache.GetOrLoadAsync(_kind, key, _ => Task.FromResult<CachedAnswer?>(answer), ct);
}
