using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;

namespace WeChatPlatform.Llm;

/// <summary>Says what an exception of the SDK means. Nothing of its text is kept.</summary>
internal static class OpenAiFailures
{
    /// <summary>Whether the exception tells what a provider or the way to it did; anything else is a fault of ours.</summary>
    public static bool IsOfTheProvider(Exception failure) => failure
        is ClientResultException or HttpRequestException or IOException or AggregateException or OperationCanceledException
        or JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException
        or NullReferenceException;

    public static Exception Translate(Exception failure, CancellationToken ct) => failure switch
    {
        // Cancelling breaks the connection, and which of the two is seen first is chance.
        _ when ct.IsCancellationRequested => new OperationCanceledException(ct),
        OperationCanceledException => new LlmException(LlmFailure.Timeout),
        ClientResultException { Status: > 0 } answered => FromStatus(answered.Status, RetryAfter(answered.GetRawResponse())),
        ClientResultException or HttpRequestException or IOException => new LlmException(LlmFailure.Unavailable),
        AggregateException { InnerException: { } inner } => Translate(inner, ct),

        // What the SDK throws when the body is not the protocol: broken JSON, members missing or of another kind.
        _ => new LlmException(LlmFailure.BadAnswer),
    };

    internal static LlmException FromStatus(int status, TimeSpan? retryAfter) => status switch
    {
        408 => new LlmException(LlmFailure.Timeout, status),
        429 => new LlmException(LlmFailure.RateLimited, status, retryAfter),
        >= 500 => new LlmException(LlmFailure.Unavailable, status, retryAfter),
        >= 400 => new LlmException(LlmFailure.Rejected, status),

        // A 200 reaches this only when its body could not be read as an answer; a redirect is not followed.
        _ => new LlmException(LlmFailure.BadAnswer, status),
    };

    private static TimeSpan? RetryAfter(PipelineResponse? response) =>
        response is not null && response.Headers.TryGetValue("Retry-After", out var value) ? ParseRetryAfter(value) : null;

    /// <summary>Seconds only: the date form depends on two clocks agreeing and no provider sends it.</summary>
    internal static TimeSpan? ParseRetryAfter(string? value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
