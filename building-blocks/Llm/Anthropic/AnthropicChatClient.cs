using Anthropic;
using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>
/// Anthropic's Messages API by its SDK, which brings the chat interface with it. One call is one HTTP request: the SDK's retries,
/// its timeout and its spans (which may hold texts) are off. Every failure is an <see cref="LlmException"/>.
/// </summary>
internal sealed class AnthropicChatClient : IChatClient
{
    private readonly AnthropicClient _client;
    private readonly IChatClient _chat;
    private readonly ChatClientMetadata _metadata;

    /// <remarks><paramref name="http"/> must not follow redirects: texts and key go to the named host only.</remarks>
    public AnthropicChatClient(HttpClient http, string provider, Uri baseUrl, string model, string apiKey, int maxTokens)
    {
        _metadata = new ChatClientMetadata(provider, baseUrl, model);
        _client = new AnthropicClient
        {
            HttpClient = http,
            BaseUrl = Root(baseUrl),

            // Set, even to nothing, it keeps the SDK from looking for a key of its own in the environment.
            ApiKey = apiKey,
            MaxRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            OpenTelemetry = false,
        };
        _chat = _client.AsIChatClient(model, maxTokens);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _chat.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception failure) when (ProviderFailures.IsOfTheProvider(failure))
        {
            throw ProviderFailures.Translate(failure, cancellationToken);
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        FinishedStream.Of(_chat.GetStreamingResponseAsync(messages, options, cancellationToken), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The HTTP client belongs to its factory.
    }

    // The SDK adds the version to the path itself; people write it into the address as they do for the others.
    private static string Root(Uri baseUrl)
    {
        var text = baseUrl.ToString().TrimEnd('/');
        return text.EndsWith("/v1", StringComparison.Ordinal) ? text[..^3] : text;
    }
}
