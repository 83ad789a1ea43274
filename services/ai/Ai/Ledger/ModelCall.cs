using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai;

/// <summary>One request to a model, and what it was for.</summary>
internal sealed record ModelCall(LlmTry Try, string Purpose)
{
    /// <summary>Made with the call, so that its row is recognised however often somebody writes it.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7(Try.At);

    public string Provider => Try.Target.Provider;

    public string Model => Try.Target.Model;

    /// <summary>The word of the ledger and of LlmCallRecorded: ok, timeout, rate_limited or failed.</summary>
    public string Status => Try.Failure switch
    {
        null => "ok",
        LlmFailure.Timeout => "timeout",
        LlmFailure.RateLimited => "rate_limited",
        _ => "failed",
    };
}
