namespace WeChatPlatform.Testing;

/// <summary>What the fake provider does with one request.</summary>
public sealed record ProviderAnswer
{
    public string Text { get; init; } = "";

    public int InputTokens { get; init; } = 20;

    public int OutputTokens { get; init; } = 10;

    /// <summary>stop, length or content_filter.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>Waited before the first byte. <see cref="Timeout.InfiniteTimeSpan"/> never answers.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Any status but 200 gives an error body, which quotes the caller's key as real providers do.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Sent as it is in the Retry-After header; absent sends none.</summary>
    public string? RetryAfter { get; init; }

    public ProviderFault Fault { get; init; }

    public static ProviderAnswer Says(string text) => new() { Text = text };

    public static ProviderAnswer RateLimited(string? retryAfter = null) => new() { Status = 429, RetryAfter = retryAfter };

    public static ProviderAnswer Fails(int status) => new() { Status = status };

    public static ProviderAnswer Never() => new() { Latency = Timeout.InfiniteTimeSpan };

    public static ProviderAnswer Breaks(ProviderFault fault, string text = "一段没有说完的话") => new() { Text = text, Fault = fault };
}

/// <summary>How an answer goes wrong below the protocol.</summary>
public enum ProviderFault
{
    None,

    /// <summary>The connection is reset before any byte.</summary>
    NoAnswer,

    /// <summary>Half of the body or of the stream, then a reset.</summary>
    Reset,

    /// <summary>Half of the stream, then a clean end without a finish reason; half of the body for a plain answer.</summary>
    EndsEarly,

    /// <summary>Status 200 and a body that is not JSON.</summary>
    NotJson,
}
