namespace WeChatPlatform.Contracts;

/// <summary>An answer was worded. Published by ai; read by message.</summary>
/// <remarks>
/// <paramref name="Source"/> is model or template; <paramref name="Provider"/> and <paramref name="Model"/> are absent
/// for a template. <paramref name="Confidence"/> is 0 to 1. <paramref name="EvidenceIds"/> are those the text rests on.
/// </remarks>
public sealed record ReplyGenerated(
    Guid TurnId,
    string Text,
    double Confidence,
    string Source,
    string? Provider,
    string? Model,
    IReadOnlyList<string> EvidenceIds,
    DateTimeOffset At);
