namespace WeChatPlatform.Contracts;

/// <summary>Word an answer from evidence. Sent by message; handled by ai.</summary>
/// <remarks><paramref name="History"/> is oldest first and ends before the question.</remarks>
public sealed record GenerateReply(
    Guid TurnId,
    Guid ConversationId,
    string Question,
    string? CustomerName,
    string CustomerGrade,
    IReadOnlyList<ChatLine> History,
    IReadOnlyList<Evidence> Evidence,
    DateTimeOffset At);
