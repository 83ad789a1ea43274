using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace WeChatPlatform.Llm;

/// <summary>
/// A chat API as OpenAI defines it behind the interface of Microsoft.Extensions.AI: texts, images and functions. One call is one
/// HTTP request: the SDK's retries and timeout are off, the chain owns both. Every failure is an <see cref="LlmException"/>.
/// </summary>
internal sealed class OpenAiChatClient : IChatClient
{
    private readonly ChatClient _client;
    private readonly ChatClientMetadata _metadata;
    private readonly OpenAiRequests _requests;

    /// <remarks>
    /// <paramref name="http"/> must not follow redirects: texts and key go to the named host only.
    /// <paramref name="known"/> says how the API differs from OpenAI's.
    /// </remarks>
    public OpenAiChatClient(HttpClient http, string provider, KnownProvider? known, Uri baseUrl, string model, string apiKey)
    {
        _metadata = new ChatClientMetadata(provider, baseUrl, model);
        _requests = new OpenAiRequests(known, model);
        _client = new ChatClient(
            model,

            // The SDK insists on a key; a server that asks for none ignores it.
            new ApiKeyCredential(apiKey.Length > 0 ? apiKey : "none"),
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
                OpenAiMessages.ToSdk(messages), _requests.ToSdk(options), cancellationToken);
            return OpenAiAnswers.ToResponse(completion.Value);
        }
        catch (Exception failure) when (ProviderFailures.IsOfTheProvider(failure))
        {
            throw ProviderFailures.Translate(failure, cancellationToken);
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        FinishedStream.Of(StreamAsync(messages, options, cancellationToken), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The HTTP client belongs to its factory.
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken ct)
    {
        var calls = new StreamedCalls();
        await foreach (var update in _client.CompleteChatStreamingAsync(OpenAiMessages.ToSdk(messages), _requests.ToSdk(options), ct))
        {
            foreach (var piece in update.ToolCallUpdates)
            {
                calls.Add(piece);
            }

            yield return OpenAiAnswers.ToUpdate(update, calls);
        }

        if (calls.Any)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [.. calls.Whole()]);
        }
    }
}
