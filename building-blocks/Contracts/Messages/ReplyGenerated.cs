namespace WeChatPlatform.Contracts;

/// <summary>An answer was worded. Published by ai; read by message.</summary>
/// <remarks>
/// <paramref name="Source"/> is model, template, cache or disclosure; <paramref name="Provider"/> and <paramref name="Model"/> are absent
/// for a template. <paramref name="Confidence"/> is 0 to 1. <paramref name="EvidenceIds"/> are those the text rests on.
/// <paramref name="ForPerson"/> says that the text may only be a draft, <paramref name="Reasons"/> why it is as it is, in stable words;
/// <paramref name="PromptVersion"/> and <paramref name="Release"/> say what it was made with.
/// </remarks>
public sealed record ReplyGenerated(
    Guid TurnId,
    string Text,
    double Confidence,
    string Source,
    string? Provider,
    string? Model,
    IReadOnlyList<string> EvidenceIds,
    DateTimeOffset At,
    bool ForPerson = false,
    IReadOnlyList<string>? Reasons = null,
    string? PromptVersion = null,
    long Release = 0);
