namespace WeChatPlatform.Rag.Learning;

/// <summary>Where a learned pair becomes knowledge.</summary>
internal interface ILearnedPairs
{
    /// <summary>
    /// Adds the pair, in the caller's transaction and through the caller's context: it saves there, begins no transaction of its own and
    /// commits none.
    /// </summary>
    /// <returns>The id by which answers will cite it; absent when a learned pair has that very question with another answer.</returns>
    Task<Guid?> AddAsync(string question, IReadOnlyList<string> similar, string answer, CancellationToken ct);

    /// <summary>Makes wordings of a pair that the knowledge has, in the caller's transaction like <see cref="AddAsync"/>.</summary>
    /// <param name="known">The pair.</param>
    /// <param name="wordings">Those that it has already change nothing.</param>
    /// <param name="answer">Instead of its answer; absent keeps that.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The id by which answers will cite it; absent when the draft no longer has it, or has no room for the wordings.</returns>
    Task<Guid?> MergeAsync(KnownPair known, IReadOnlyList<string> wordings, string? answer, CancellationToken ct);
}
