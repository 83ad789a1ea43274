using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace WeChatPlatform.Llm;

/// <summary>
/// An OpenAI-compatible chat API behind the interface of Microsoft.Extensions.AI, for text. One call is one HTTP request:
/// the SDK's retries and timeout are off, <see cref="LlmClient"/> owns both. Every failure is an <see cref="LlmException"/>.
/// </summary>
internal sealed class OpenAiChatClient : IChatClient
{
    private readonly ChatClient _client;
    private readonly ChatClientMetadata _metadata;

    /// <remarks><paramref name="http"/> must not follow redirects: texts and key go to the named host only.</remarks>
    public OpenAiChatClient(HttpClient http, string provider, Uri baseUrl, string model, string apiKey)
    {
        _metadata = new ChatClientMetadata(provider, baseUrl, model);
        _client = new ChatClient(
            model,
            new ApiKeyCredential(apiKey),
            new OpenAIClientOptions
            {
                Endpoint = baseUrl,
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                NetworkTimeout = Timeout.InfiniteTimeSpan,
                Transport = new HttpClientPipelineTransport(http),
            });
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var completion = await _client.CompleteChatAsync(
                OpenAiMapping.ToSdk(messages), OpenAiMapping.ToSdk(options, _metadata.ProviderUri!), cancellationToken);
            return OpenAiMapping.ToResponse(completion.Value);
        }
        catch (Exception failure) when (OpenAiFailures.IsOfTheProvider(failure))
        {
            throw OpenAiFailures.Translate(failure, cancellationToken);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = _client.CompleteChatStreamingAsync(
            OpenAiMapping.ToSdk(messages), OpenAiMapping.ToSdk(options, _metadata.ProviderUri!), cancellationToken);
        await using var updates = stream.GetAsyncEnumerator(cancellationToken);
        var finished = false;
        while (await MoveNextAsync(updates, cancellationToken))
        {
            finished |= updates.Current.FinishReason is not null;
            yield return OpenAiMapping.ToUpdate(updates.Current);
        }

        // A connection that closes politely in the middle looks like an end; only the finish reason tells.
        if (!finished)
        {
            throw new LlmException(LlmFailure.Unavailable);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The HTTP client belongs to its factory.
    }

    private static async Task<bool> MoveNextAsync(
        IAsyncEnumerator<StreamingChatCompletionUpdate> updates, CancellationToken ct)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception failure) when (OpenAiFailures.IsOfTheProvider(failure))
        {
            throw OpenAiFailures.Translate(failure, ct);
        }
    }
}
