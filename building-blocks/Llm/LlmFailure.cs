namespace WeChatPlatform.Llm;

/// <summary>Why a model gave no answer.</summary>
public enum LlmFailure
{
    /// <summary>No whole answer in time.</summary>
    Timeout,

    /// <summary>The provider asked to slow down, for longer than we wait.</summary>
    RateLimited,

    /// <summary>The provider understood and refused: key, model name, content. Asking again would not help.</summary>
    Rejected,

    /// <summary>The provider could not be reached, failed, or broke off.</summary>
    Unavailable,

    /// <summary>What came back is not an answer: not the protocol, or empty.</summary>
    BadAnswer,
}

public static class LlmFailureWords
{
    /// <summary>The stable word for logs and tables.</summary>
    public static string ToWord(this LlmFailure failure) => failure switch
    {
        LlmFailure.Timeout => "timeout",
        LlmFailure.RateLimited => "rate_limited",
        LlmFailure.Rejected => "rejected",
        LlmFailure.Unavailable => "unavailable",
        LlmFailure.BadAnswer => "bad_answer",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, message: null),
    };
}

/// <summary>
/// A call to a model failed. Carries neither the provider's words nor the cause: providers quote keys and prompts in their
/// errors, and this exception may reach a log.
/// </summary>
public sealed class LlmException : Exception
{
    public LlmException(LlmFailure failure, int? status = null, TimeSpan? retryAfter = null)
        : base(status is null ? $"The model call failed: {failure.ToWord()}." : $"The model call failed: {failure.ToWord()} (HTTP {status}).")
    {
        Failure = failure;
        Status = status;
        RetryAfter = retryAfter;
    }

    public LlmFailure Failure { get; }

    /// <summary>The HTTP status, when one came.</summary>
    public int? Status { get; }

    /// <summary>How long the provider asked to wait, when it did.</summary>
    public TimeSpan? RetryAfter { get; }
}
