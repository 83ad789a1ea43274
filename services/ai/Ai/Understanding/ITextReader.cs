using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>Reads intent and emotion out of what a customer wrote: by rules always, by a model when one is configured for it.</summary>
internal interface ITextReader
{
    /// <summary>Never fails: without a model, or when it fails, the rules decide.</summary>
    Task<TextReading> ReadAsync(string question, IReadOnlyList<ChatLine> history, CallContext context, CancellationToken ct);
}

/// <remarks>
/// <paramref name="Intent"/> is consult, price, order, logistics, fault, complaint, refund, greeting, thanks or other; <paramref name="Emotion"/> is
/// positive, neutral, negative or angry; <paramref name="Source"/> is rules or model; <paramref name="Calls"/> are requests that were made.
/// </remarks>
internal sealed record TextReading(string Intent, string Emotion, string Source, IReadOnlyList<ModelCall> Calls);
