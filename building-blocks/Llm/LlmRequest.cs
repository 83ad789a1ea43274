using Microsoft.Extensions.AI;

namespace WeChatPlatform.Llm;

/// <summary>One question to the models: what is asked, and who may answer, in the order in which they are asked.</summary>
public sealed record LlmRequest(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<LlmTarget> Targets)
{
    /// <summary>Functions that the model may ask for. They are told, never called, by the chain.</summary>
    public IReadOnlyList<AITool> Tools { get; init; } = [];

    /// <summary>Longest the whole answer may take: all targets, tries and waits together. Absent takes the setting.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Most tokens of the answer. Absent takes the setting.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 to 2. Absent takes the setting.</summary>
    public double? Temperature { get; init; }

    /// <summary>
    /// Makes the answer a stream: called with each piece of text as it comes. True when something of the answer is visible to
    /// its reader by now: from then on a failure ends the answer, because no other model may continue it.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<bool>>? OnText { get; init; }

    /// <summary>Called before each request is sent. A reader of the stream forgets what earlier tries said: they were given up.</summary>
    public Action<LlmTarget>? OnTry { get; init; }
}
