namespace WeChatPlatform.Llm;

/// <summary>Why a model gave no answer.</summary>
public enum LlmFailure
{
    /// <summary>No whole answer in time.</summary>
    Timeout,

    /// <summary>The provider asked to slow down for longer than we wait, or its quota is used up.</summary>
    RateLimited,

    /// <summary>The provider understood and refused: key, model name, content. Asking again would not help.</summary>
    Rejected,

    /// <summary>The provider could not be reached, failed, or broke off.</summary>
    Unavailable,

    /// <summary>What came back is not an answer: not the protocol, or empty.</summary>
    BadAnswer,
}

/// <summary>What exactly a provider objected to, as far as its error says it in a way that programs can read.</summary>
public enum ProviderObjection
{
    None,

    /// <summary>The key is wrong, expired or may not do this.</summary>
    Key,

    /// <summary>There is no model of that name, or not for this account.</summary>
    Model,

    /// <summary>The account has no money or no quota left: waiting does not help.</summary>
    Quota,

    /// <summary>Question or answer offend its content rules.</summary>
    Content,

    /// <summary>The allowed length is too small for this model to say anything.</summary>
    Length,

    /// <summary>Nothing at this address speaks the protocol.</summary>
    Address,
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

    /// <summary>Whether another provider may be asked: the failure is not about what was asked.</summary>
    public static bool AllowsAnother(this LlmFailure failure) => failure != LlmFailure.Rejected;
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

    public ProviderObjection Objection { get; init; }

    /// <summary>Whether the provider got the question, and may have worked on it until the failure.</summary>
    public bool MayCost { get; init; }
}

/// <summary>The caller gave up while a provider was at work. What was sent until then may cost money all the same.</summary>
public sealed class LlmAbandonedException(IReadOnlyList<LlmTry> tries, CancellationToken ct) : OperationCanceledException(ct)
{
    public IReadOnlyList<LlmTry> Tries { get; } = tries;
}
