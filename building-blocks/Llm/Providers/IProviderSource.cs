namespace WeChatPlatform.Llm;

/// <summary>Which providers are set up at this moment, and may be used: consented to, switched on. Lowest priority number first.</summary>
public interface IProviderSource
{
    ValueTask<IReadOnlyList<ConfiguredProvider>> CurrentAsync(CancellationToken ct);
}
