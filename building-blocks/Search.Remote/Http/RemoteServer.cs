using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace WeChatPlatform.Search.Remote;

/// <summary>Sends requests to one server. What it says to customers' words never gets into an exception or a log, nor does a key.</summary>
/// <remarks>
/// <paramref name="name"/> is what the server is called in messages. <paramref name="isBusy"/> says which answers mean "not now",
/// besides those that HTTP knows.
/// </remarks>
internal sealed class RemoteServer(
    string name, HttpClient http, RemoteOptions options, TimeProvider time, ILogger logger, Func<RemoteAnswer, bool>? isBusy = null)
{
    /// <summary>The longest answers are batches of vectors: 64 of 4,096 numbers, 20 bytes each, are 5 MB.</summary>
    internal const int MaxBytes = 32 * 1024 * 1024;

    // Whoever asks for longer is not waited for: the job that wanted the change is tried again later.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<RemoteAnswer> _patient = options.MaxRetries == 0
        ? ResiliencePipeline<RemoteAnswer>.Empty
        : new ResiliencePipelineBuilder<RemoteAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<RemoteAnswer>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(options.RetryDelaySeconds),
                MaxDelay = LongestWait,
                ShouldHandle = retry => ValueTask.FromResult(
                    retry.Outcome.Exception is SearchUnavailableException || (retry.Outcome.Exception is null && IsBusy(retry.Outcome.Result, isBusy))),
                DelayGenerator = retry => ValueTask.FromResult(
                    retry.Outcome.Exception is null && retry.Outcome.Result.RetryAfter is { } asked ? Shortest(asked, LongestWait) : (TimeSpan?)null),
                OnRetry = retry =>
                {
                    logger.TriedAgain(name, retry.AttemptNumber + 1, retry.RetryDelay.TotalMilliseconds);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    public string Name => name;

    /// <summary>One try.</summary>
    /// <exception cref="SearchUnavailableException">There was no answer.</exception>
    public Task<RemoteAnswer> AskAsync(HttpMethod method, string path, RemoteBody? body, CancellationToken ct) =>
        TryAsync(method, path, body, ct);

    /// <summary>Several tries; only for what may be done twice.</summary>
    /// <exception cref="SearchUnavailableException">There was no answer, in none of them.</exception>
    public async Task<RemoteAnswer> InsistAsync(HttpMethod method, string path, RemoteBody? body, CancellationToken ct) =>
        await _patient.ExecuteAsync(
            static async (what, token) => await what.Server.TryAsync(what.Method, what.Path, what.Body, token),
            (Server: this, Method: method, Path: path, Body: body),
            ct);

    /// <summary>The waits between tries of what a server refused in part.</summary>
    public TimeSpan WaitBefore(int @try) => TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, options.RetryDelaySeconds * Math.Pow(2, @try - 1)));

    public int MaxRetries => options.MaxRetries;

    public Task DelayAsync(TimeSpan wait, CancellationToken ct) => Task.Delay(wait, time, ct);

    public SearchUnavailableException Refused(string what, RemoteAnswer answer, string? code) =>
        new($"{name}: {what} was refused with status {answer.Status}{(code is null ? "" : $" ({Short(code)})")}.");

    public SearchUnavailableException Nonsense(string what) => new($"{name}: the answer to {what} is not what is documented.");

    // A code of an error is a word; whatever is longer may quote what was sent.
    internal static string Short(string code) =>
        code.Length <= 80 && code.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.') ? code : "other";

    private static bool IsBusy(RemoteAnswer answer, Func<RemoteAnswer, bool>? others) =>
        answer.Status is 408 or 429 or 502 or 503 or 504 || (others?.Invoke(answer) ?? false);

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<RemoteAnswer> TryAsync(HttpMethod method, string path, RemoteBody? body, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body?.Content() };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return new RemoteAnswer((int)response.StatusCode, await ReadAsync(response, both.Token), RetryAfter(response.Headers));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SearchUnavailableException($"{name} did not answer within {options.TimeoutSeconds:0.##} s.");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            ct.ThrowIfCancellationRequested();

            // The address may be of use, the words of the exception are the runtime's own.
            throw new SearchUnavailableException($"{name} cannot be reached: {Reason(broken)}.", broken);
        }
    }

    private static string Reason(Exception broken) =>
        broken is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } known ? known.HttpRequestError.ToString() : broken.GetType().Name;

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (kept.Length + read > MaxBytes)
            {
                throw new SearchUnavailableException($"{name} answered more than {MaxBytes / 1024 / 1024} MB.");
            }

            await kept.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        kept.Position = 0;
        try
        {
            using var document = await JsonDocument.ParseAsync(kept, cancellationToken: ct);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (headers.Date ?? time.GetUtcNow()) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
