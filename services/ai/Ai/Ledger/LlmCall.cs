using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai;

/// <summary>One line of the usage ledger: a request to a model, never its texts.</summary>
internal sealed class LlmCall
{
    public required Guid Id { get; init; }

    public required Guid TurnId { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>ok, timeout, rate_limited or failed.</summary>
    public required string Status { get; init; }

    public required int InputTokens { get; init; }

    public required int OutputTokens { get; init; }

    public required double DurationMs { get; init; }

    /// <summary>When the request was sent.</summary>
    public required DateTimeOffset At { get; init; }

    public static LlmCall Of(Guid turnId, ModelCall call) => new()
    {
        Id = Guid.CreateVersion7(call.Try.At),
        TurnId = turnId,
        Provider = call.Provider,
        Model = call.Model,
        Status = call.Status,
        InputTokens = call.Try.InputTokens,
        OutputTokens = call.Try.OutputTokens,
        DurationMs = call.Try.Duration.TotalMilliseconds,
        At = call.Try.At,
    };

    public LlmCallRecorded ToEvent() =>
        new(Id, TurnId, Provider, Model, Status, InputTokens, OutputTokens, DurationMs, At);
}
