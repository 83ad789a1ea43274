namespace WeChatPlatform.Contracts;

/// <summary>Word an answer from evidence. Sent by message; handled by ai.</summary>
/// <remarks>
/// <paramref name="History"/> is oldest first and ends before the question. <paramref name="AgentId"/> is the account, <paramref name="Contact"/>
/// who asks, as erp-sync knows them; <paramref name="Release"/> is the knowledge release of the evidence, 0 when there is none.
/// </remarks>
public sealed record GenerateReply(
    Guid TurnId,
    Guid ConversationId,
    string Question,
    string? CustomerName,
    string CustomerGrade,
    IReadOnlyList<ChatLine> History,
    IReadOnlyList<Evidence> Evidence,
    DateTimeOffset At,
    string AgentId = "",
    string? Contact = null,
    long Release = 0);
