using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Media;

/// <summary>Voice to text by an endpoint /audio/transcriptions as OpenAI defines it. Each request is in the ledger: it may cost money.</summary>
internal sealed class TranscriptionReader(
    IHttpClientFactory clients, IOptions<MediaOptions> options, TimeProvider time, ILogger<TranscriptionReader> logger) : IMediaReader
{
    public const string ReaderName = "openai";

    // By its name the endpoint tells the format.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["audio/wav"] = "voice.wav", ["audio/mpeg"] = "voice.mp3", ["audio/mp4"] = "voice.m4a", ["audio/ogg"] = "voice.ogg",
    };

    public string Name => ReaderName;

    public bool IsConfigured => options.Value.TranscriptionBaseUrl.Length > 0;

    public async Task<MediaReading> ReadAsync(MediaContent content, CallContext context, CancellationToken ct)
    {
        if (!Names.TryGetValue(content.MediaType, out var name))
        {
            return MediaReading.Unreadable(CannotRead.Unsupported, Name);
        }

        var (started, at) = (time.GetTimestamp(), time.GetUtcNow());
        var (text, failure) = await AskAsync(content, name, ct);
        var call = new ModelCall(
            new LlmTry(failure, InputTokens: 0, OutputTokens: 0, time.GetElapsedTime(started), at)
            {
                Target = new LlmTarget("transcription", options.Value.TranscriptionModel),
                IsEstimated = true,
            },
            CallPurpose.Speech);
        return failure is not null ? MediaReading.Unreadable(CannotRead.Failed, Name, call)
            : string.IsNullOrWhiteSpace(text) ? MediaReading.Unreadable(CannotRead.NoText, Name, call)
            : MediaReading.Of(text.Trim(), Name, call);
    }

    private async Task<(string? Text, LlmFailure? Failure)> AskAsync(MediaContent content, string name, CancellationToken ct)
    {
        using var request = Request(content, name);
        try
        {
            using var answer = await clients.CreateClient(MediaRegistration.HttpClientName).SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode)
            {
                logger.ReaderFailed(Name, $"HTTP {(int)answer.StatusCode}");
                return (null, answer.StatusCode switch
                {
                    HttpStatusCode.TooManyRequests => LlmFailure.RateLimited,
                    HttpStatusCode.RequestTimeout => LlmFailure.Timeout,
                    < HttpStatusCode.InternalServerError => LlmFailure.Rejected,
                    _ => LlmFailure.Unavailable,
                });
            }

            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            return body.ValueKind is JsonValueKind.Object && body.TryGetProperty("text", out var text) && text.ValueKind is JsonValueKind.String
                ? (text.GetString(), null)
                : (null, LlmFailure.BadAnswer);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException)
        {
            logger.ReaderFailed(Name, failure.GetType().Name);
            return (null, failure is JsonException ? LlmFailure.BadAnswer : LlmFailure.Unavailable);
        }
    }

    private HttpRequestMessage Request(MediaContent content, string name)
    {
        var sound = new ByteArrayContent(content.Bytes);
        sound.Headers.ContentType = new MediaTypeHeaderValue(content.MediaType);
        var request = new HttpRequestMessage(HttpMethod.Post, $"{options.Value.TranscriptionBaseUrl.TrimEnd('/')}/audio/transcriptions")
        {
            Content = new MultipartFormDataContent
            {
                { sound, "file", name },
                { new StringContent(options.Value.TranscriptionModel), "model" },
                { new StringContent("json"), "response_format" },
            },
        };
        if (Key() is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    private string Key() => options.Value.TranscriptionApiKeyFile is { Length: > 0 } file
        ? File.ReadAllText(file).Trim()
        : options.Value.TranscriptionApiKey;
}
