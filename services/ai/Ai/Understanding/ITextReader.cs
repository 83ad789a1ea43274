using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>Reads intent and emotion out of what a customer wrote: by rules always, by a model when one is configured for it.</summary>
internal interface ITextReader
{
    /// <summary>Never fails: without a model, or when it fails, the rules decide.</summary>
    Task<TextReading> ReadAsync(string question, IReadOnlyList<ChatLine> history, CallContext context, CancellationToken ct);
}

/// <remarks>
/// <paramref name="Intent"/> is a word of <see cref="Understanding.Intent"/>, <paramref name="Emotion"/> one of
/// <see cref="Understanding.Emotion"/>; <paramref name="Source"/> is rules or model; <paramref name="Calls"/> are requests that were made.
/// </remarks>
internal sealed record TextReading(string Intent, string Emotion, string Source, IReadOnlyList<ModelCall> Calls)
{
    public const string ByRules = "rules";
    public const string ByModel = "model";

    /// <summary>What the rules alone said, to compare with; a model that was not asked said the same.</summary>
    public RuleReading? Rules { get; init; }
}

/// <summary>What the rules say of a text. <paramref name="Act"/> is a word of <see cref="DialogueAct"/>.</summary>
internal sealed record RuleReading(string Intent, string Emotion, string Act);
