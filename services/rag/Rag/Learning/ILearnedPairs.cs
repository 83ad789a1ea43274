namespace WeChatPlatform.Rag.Learning;

/// <summary>Where a learned pair becomes knowledge.</summary>
internal interface ILearnedPairs
{
    /// <summary>
    /// Adds the pair, in the caller's transaction and through the caller's context: it saves there, begins no transaction of its own and
    /// commits none.
    /// </summary>
    /// <returns>The id by which answers will cite it.</returns>
    Task<Guid> AddAsync(string question, IReadOnlyList<string> similar, string answer, CancellationToken ct);
}
