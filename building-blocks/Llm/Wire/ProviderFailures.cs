using System.ClientModel;
using System.Text.Json;
using Anthropic.Exceptions;

namespace WeChatPlatform.Llm;

/// <summary>Says what an exception of an SDK means. Nothing of its text is kept.</summary>
internal static class ProviderFailures
{
    /// <summary>Whether the exception tells what a provider or the way to it did; anything else is a fault of ours.</summary>
    public static bool IsOfTheProvider(Exception failure) => failure
        is LlmException or ClientResultException or AnthropicException or HttpRequestException or IOException or AggregateException
        or OperationCanceledException or JsonException or FormatException or InvalidOperationException or ArgumentException
        or KeyNotFoundException or NullReferenceException or NotSupportedException;

    public static Exception Translate(Exception failure, CancellationToken ct) => failure switch
    {
        // Cancelling breaks the connection, and which of the two is seen first is chance.
        _ when ct.IsCancellationRequested => new OperationCanceledException(ct),
        LlmException known => known,
        OperationCanceledException => new LlmException(LlmFailure.Timeout),
        _ when Inner(failure) is { } known => known,

        // The SDK knows the finish reasons of OpenAI alone, and names in the exception the one that it does not.
        ArgumentOutOfRangeException { ActualValue: string reason } => new LlmException(FromFinishReason(reason)) { MayCost = true },
        AnthropicSseException told => FromStreamError(told.Message),
        ClientResultException or HttpRequestException or IOException or AnthropicIOException => new LlmException(LlmFailure.Unavailable),
        AggregateException { InnerException: { } inner } => Translate(inner, ct),

        // What an SDK throws when the body is not the protocol: broken JSON, members missing or of another kind.
        _ => new LlmException(LlmFailure.BadAnswer) { MayCost = true },
    };

    /// <summary>Why an answer ended, in the words of GLM (sensitive, network_error) and DeepSeek (insufficient_system_resource).</summary>
    internal static LlmFailure FromFinishReason(string reason) => reason switch
    {
        "sensitive" => LlmFailure.Rejected,
        "network_error" or "insufficient_system_resource" => LlmFailure.Unavailable,
        _ => LlmFailure.BadAnswer,
    };

    // An error event in a stream that began with status 200. Only its stable type is looked for.
    private static LlmException FromStreamError(string text) =>
        text.Contains("rate_limit_error", StringComparison.Ordinal) ? new LlmException(LlmFailure.RateLimited)
        : text.Contains("invalid_request_error", StringComparison.Ordinal) ? new LlmException(LlmFailure.Rejected)
        : text.Contains("authentication_error", StringComparison.Ordinal)
            ? new LlmException(LlmFailure.Rejected) { Objection = ProviderObjection.Key }
        : new LlmException(LlmFailure.Unavailable);

    // Both SDKs wrap what the handler below them said.
    private static LlmException? Inner(Exception failure)
    {
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is LlmException known)
            {
                return known;
            }
        }

        return null;
    }
}
