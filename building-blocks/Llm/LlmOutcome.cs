using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>What became of one question to the models: a text, wishes to call functions, or the failure of the last try.</summary>
/// <remarks><paramref name="Tries"/> holds every request that was sent, in order: each may have cost money.</remarks>
public sealed record LlmOutcome(string? Text, bool CutOff, LlmFailure? Failure, IReadOnlyList<LlmTry> Tries)
{
    /// <summary>Who answered; absent when nobody did.</summary>
    public LlmTarget? Target { get; init; }

    /// <summary>The answer as the model gave it, calls of functions included; absent when nobody answered.</summary>
    public ChatMessage? Message { get; init; }

    /// <summary>From the question to the first piece of the answer, when it came as a stream.</summary>
    public TimeSpan? FirstText { get; init; }

    public IEnumerable<FunctionCallContent> FunctionCalls => Message?.Contents.OfType<FunctionCallContent>() ?? [];
}

/// <summary>One request to a provider. Token counts are 0 when nothing is known of them.</summary>
public sealed record LlmTry(LlmFailure? Failure, int InputTokens, int OutputTokens, TimeSpan Duration, DateTimeOffset At)
{
    public required LlmTarget Target { get; init; }

    /// <summary>Whether the counts are ours and not the provider's.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Given up by us while the provider was at work: it may ask for money all the same.</summary>
    public bool WasAbandoned { get; init; }

    /// <summary>From the request to the first piece of the answer, when it came as a stream.</summary>
    public TimeSpan? FirstText { get; init; }

    /// <summary>The HTTP status of a refusal.</summary>
    public int? Status { get; init; }

    /// <summary>What the provider objected to, where its error said it.</summary>
    public ProviderObjection Objection { get; init; }
}
