namespace WeChatPlatform.Contracts;

/// <summary>One thing that a customer asked in a conversation that closed, and what was answered.</summary>
/// <remarks>
/// <paramref name="Action"/> and <paramref name="Reason"/> are those of <see cref="ReplyDecided"/>. <paramref name="Answer"/> is the machine's text, absent
/// when it had none; <paramref name="Sent"/> says that the customer has certainly got it, whole. <paramref name="EvidenceIds"/> is what it rests on and
/// <paramref name="EvidenceKinds"/> the kinds of that, each once. <paramref name="Searched"/>: knowledge was asked and answered in time; then
/// <paramref name="EvidenceScore"/> is its best score, 0 when nothing fitted. <paramref name="StaffReplies"/> are the texts that people of ours
/// wrote after it and before the next turn.
/// </remarks>
public sealed record ClosedTurn(
    Guid TurnId,
    string Question,
    DateTimeOffset AskedAt,
    string Action,
    string Reason,
    string? Answer,
    bool Sent,
    double Confidence,
    IReadOnlyList<string> EvidenceIds,
    IReadOnlyList<string> EvidenceKinds,
    bool Searched,
    double EvidenceScore,
    IReadOnlyList<string> StaffReplies);
