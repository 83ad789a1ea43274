namespace WeChatPlatform.Ai.Caching;

/// <summary>Answers that were worded already and still hold: same prompt version, knowledge release and customer facts.</summary>
internal interface IAnswerCache
{
    ValueTask<CachedAnswer?> FindAsync(AnswerKey key, CancellationToken ct);

    /// <summary>Kept only when the guard found nothing and no person was needed.</summary>
    ValueTask KeepAsync(AnswerKey key, CachedAnswer answer, CancellationToken ct);
}

/// <summary>
/// What an answer depends on. <paramref name="Facts"/> is a fingerprint of all evidence, ERP facts and customer data that the answer was
/// made from, so that a stale price cannot come from here; questions with history before them are not kept.
/// </summary>
internal sealed record AnswerKey(string AgentId, string Question, string PromptVersion, long Release, string Facts);

internal sealed record CachedAnswer(
    string Text, double Confidence, string Provider, string Model, IReadOnlyList<string> EvidenceIds, DateTimeOffset WordedAt);
