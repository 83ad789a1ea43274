using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace WeChatPlatform.Llm;

/// <summary>
/// Asks the configured model: a total timeout around tries that each have their own, and waits between them that follow
/// the provider's Retry-After. Failures are values. Must not run inside a database transaction: it may take half a minute.
/// </summary>
public sealed class LlmClient
{
    private static readonly ResiliencePropertyKey<List<LlmTry>> TriesKey = new("tries");
    private readonly IChatClient _chat;
    private readonly LlmOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LlmClient> _logger;
    private readonly ResiliencePipeline _pipeline;

    public LlmClient(IChatClient chat, IOptions<LlmOptions> options, TimeProvider time, ILogger<LlmClient> logger)
    {
        (_chat, _options, _time, _logger) = (chat, options.Value, time, logger);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(TimeSpan.FromSeconds(_options.TotalTimeoutSeconds))
            .AddRetry(Retry())
            .AddTimeout(TimeSpan.FromSeconds(_options.TryTimeoutSeconds))
            .Build();
    }

    /// <summary>The provider's name in the ledger.</summary>
    public string Provider => _options.Provider;

    public string Model => _options.Model;

    /// <exception cref="OperationCanceledException">The caller gave up; nothing else is thrown for what a provider does.</exception>
    public async Task<LlmOutcome> CompleteAsync(IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        var context = ResilienceContextPool.Shared.Get(ct);
        var tries = new List<LlmTry>();
        context.Properties.Set(TriesKey, tries);
        try
        {
            var answer = await _pipeline.ExecuteAsync(
                (within, prompt) => TryOnceAsync(prompt, within.Properties.GetValue(TriesKey, []), within.CancellationToken),
                context,
                messages);
            return new LlmOutcome(answer.Text, answer.FinishReason == ChatFinishReason.Length, Failure: null, tries);
        }
        catch (Exception failure) when (FailureOf(failure) is { } known)
        {
            _logger.GaveUp(Provider, Model, known.ToWord(), tries.Count);
            return new LlmOutcome(Text: null, CutOff: false, known, tries);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<ChatResponse> TryOnceAsync(IReadOnlyList<ChatMessage> messages, List<LlmTry> tries, CancellationToken ct)
    {
        var started = _time.GetTimestamp();
        var at = _time.GetUtcNow();
        ChatResponse? answer = null;
        LlmFailure? failure = null;
        try
        {
            answer = await AskAsync(messages, ct);
            failure = Fault(answer);
            return failure is { } fault ? throw new LlmException(fault) : answer;
        }
        catch (LlmException failed)
        {
            failure = failed.Failure;
            throw;
        }
        catch (OperationCanceledException)
        {
            failure = LlmFailure.Timeout;
            throw;
        }
        finally
        {
            var made = new LlmTry(
                failure,
                (int)(answer?.Usage?.InputTokenCount ?? 0),
                (int)(answer?.Usage?.OutputTokenCount ?? 0),
                _time.GetElapsedTime(started),
                at) { Target = new LlmTarget(Provider, Model) };
            tries.Add(made);
            LlmMetrics.Record(Provider, Model, made);
        }
    }

    private async Task<ChatResponse> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        var wish = new ChatOptions { MaxOutputTokens = _options.MaxTokens, Temperature = (float)_options.Temperature };
        return _options.Streaming
            ? await _chat.GetStreamingResponseAsync(messages, wish, ct).ToChatResponseAsync(ct)
            : await _chat.GetResponseAsync(messages, wish, ct);
    }

    private static LlmFailure? Fault(ChatResponse answer) =>
        answer.FinishReason == ChatFinishReason.ContentFilter ? LlmFailure.Rejected
        : string.IsNullOrWhiteSpace(answer.Text) ? LlmFailure.BadAnswer
        : null;

    private RetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = Math.Max(1, _options.MaxRetries),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(_options.RetryDelaySeconds),
        ShouldHandle = tried => ValueTask.FromResult(_options.MaxRetries > 0 && IsWorthAnotherTry(tried.Outcome.Exception)),
        DelayGenerator = tried => ValueTask.FromResult((tried.Outcome.Exception as LlmException)?.RetryAfter),
        OnRetry = tried =>
        {
            _logger.TriedAgain(
                Provider,
                Model,
                FailureOf(tried.Outcome.Exception)?.ToWord() ?? "unknown",
                tried.AttemptNumber + 1,
                tried.RetryDelay.TotalMilliseconds);
            return ValueTask.CompletedTask;
        },
    };

    private bool IsWorthAnotherTry(Exception? failure) => failure switch
    {
        LlmException { RetryAfter: { } wait } => wait <= TimeSpan.FromSeconds(_options.MaxRetryAfterSeconds),
        LlmException { Failure: LlmFailure.RateLimited or LlmFailure.Unavailable or LlmFailure.Timeout } => true,
        TimeoutRejectedException => true,
        _ => false,
    };

    private static LlmFailure? FailureOf(Exception? failure) => failure switch
    {
        LlmException known => known.Failure,
        TimeoutRejectedException => LlmFailure.Timeout,
        _ => null,
    };
}
