namespace WeChatPlatform.Llm;

/// <summary>
/// Asks models, one after the other, until one answers. Failures are values. Must not run inside a database transaction: it
/// may take half a minute.
/// </summary>
public interface ILlmChain
{
    /// <exception cref="OperationCanceledException">The caller gave up; nothing else is thrown for what a provider does.</exception>
    Task<LlmOutcome> CompleteAsync(LlmRequest request, CancellationToken ct);
}
