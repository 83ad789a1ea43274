namespace WeChatPlatform.Ai.Caching;

/// <summary>Answers that were worded already and still hold: same prompt, knowledge release and customer facts.</summary>
internal interface IAnswerCache
{
    ValueTask<CachedAnswer?> FindAsync(AnswerKey key, CancellationToken ct);

    /// <summary>Kept only when the guard found nothing and no person was needed.</summary>
    ValueTask KeepAsync(AnswerKey key, CachedAnswer answer, CancellationToken ct);
}

/// <summary>
/// What an answer depends on. <paramref name="Prompt"/> is the fingerprint of what it was worded under; <paramref name="Facts"/> is a fingerprint of all evidence, ERP facts and customer data that the answer was
/// made from, so that a stale price cannot come from here; questions with history before them are not kept.
/// </summary>
internal sealed record AnswerKey(string AgentId, string Question, string Prompt, long Release, string Facts)
{
    /// <summary>
    /// The FAQ pair that means what the question means; absent when there is none. An answer that rests on this pair alone
    /// then holds for any wording of the question.
    /// </summary>
    public FaqMatch? Faq { get; init; }
}

internal sealed record CachedAnswer(
    string Text, double Confidence, string Provider, string Model, IReadOnlyList<string> EvidenceIds, DateTimeOffset WordedAt);
