namespace WeChatPlatform.Testing;

/// <summary>What the fake provider does with one request.</summary>
public sealed record ProviderAnswer
{
    public string Text { get; init; } = "";

    /// <summary>Functions that the answer asks for.</summary>
    public IReadOnlyList<ProviderCall> Calls { get; init; } = [];

    /// <summary>What the model thinks before it speaks, where the dialect tells it.</summary>
    public string Reasoning { get; init; } = "";

    public int InputTokens { get; init; } = 20;

    public int OutputTokens { get; init; } = 10;

    /// <summary>Whether the answer says what it cost.</summary>
    public bool TellsUsage { get; init; } = true;

    /// <summary>stop, length, content_filter or whatever else a provider says; an Anthropic answer says it in its own words.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>Waited before the first byte. <see cref="Timeout.InfiniteTimeSpan"/> never answers.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Waited for before the first byte, after <see cref="Latency"/>: an answer that comes when the test has seen what it wanted.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>Waited between the headers and the first piece of a stream.</summary>
    public TimeSpan FirstPieceLatency { get; init; }

    /// <summary>Any status but 200 gives an error body, which quotes the caller's key as real providers do.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The error as the dialect words it; absent with a status alone.</summary>
    public ProviderComplaint? Complaint { get; init; }

    /// <summary>Sent as it is in the Retry-After header; absent sends none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Further headers, such as those of rate limits.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public ProviderFault Fault { get; init; }

    public static ProviderAnswer Says(string text) => new() { Text = text };

    public static ProviderAnswer Asks(string function, string arguments) => new() { Calls = [new ProviderCall(function, arguments)], FinishReason = "tool_calls" };

    public static ProviderAnswer RateLimited(string? retryAfter = null) => new() { Status = 429, RetryAfter = retryAfter };

    public static ProviderAnswer Fails(int status) => new() { Status = status };

    public static ProviderAnswer Complains(ProviderComplaint complaint) => new() { Complaint = complaint };

    public static ProviderAnswer Never() => new() { Latency = Timeout.InfiniteTimeSpan };

    public static ProviderAnswer Breaks(ProviderFault fault, string text = "一段没有说完的话") => new() { Text = text, Fault = fault };
}

/// <summary>A function that an answer asks for. <paramref name="Arguments"/> is JSON.</summary>
public sealed record ProviderCall(string Name, string Arguments);

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

    /// <summary>Status 200 and JSON that is no answer.</summary>
    OtherJson,

    /// <summary>Half of the stream, then an error event in it. A plain answer is an error body with status 200.</summary>
    ErrorInStream,
}

/// <summary>What a provider objects to. Each dialect says it with a status and words of its own.</summary>
public enum ProviderComplaint
{
    KeyWrong,
    ModelUnknown,
    NoMoney,
    TooFast,
    BadRequest,
    Content,
    ServerError,
    Overloaded,
}

/// <summary>
/// One line of the fake provider's own books: what it would ask money for. <paramref name="WasTold"/>: the caller could read the
/// tokens in the answer.
/// </summary>
public sealed record ProviderBill(string Model, int InputTokens, int OutputTokens, ProviderEnd End, bool WasTold);

/// <summary>How a request ended for the provider.</summary>
public enum ProviderEnd
{
    Answered,

    /// <summary>Refused or failed before any work.</summary>
    Refused,

    /// <summary>The provider broke off.</summary>
    Broken,

    /// <summary>The caller went away.</summary>
    Abandoned,
}
