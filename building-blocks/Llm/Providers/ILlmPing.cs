namespace WeChatPlatform.Llm;

/// <summary>Tries a connection with the smallest question there is. It costs a token or two, and no customer text.</summary>
public interface ILlmPing
{
    /// <exception cref="OperationCanceledException">The caller gave up; what the provider does is a verdict.</exception>
    Task<PingVerdict> PingAsync(ConfiguredProvider provider, CancellationToken ct);
}

/// <summary>
/// How a connection test ended. <paramref name="Word"/> is stable: ok, key_wrong, model_unknown, network, quota, not_the_protocol, slow,
/// failing (the provider's own fault) or refused; the sentences say it to a person.
/// </summary>
public sealed record PingVerdict(string Word, string Chinese, string English, TimeSpan Took)
{
    /// <summary>The request, as the ledger keeps it. Absent when none was sent.</summary>
    public LlmTry? Try { get; init; }
}
