namespace WeChatPlatform.Contracts;

/// <summary>Find what the company knows about a question. Sent by message; handled by rag.</summary>
/// <remarks>
/// <paramref name="Limit"/> is the most evidence wanted, 1 to 20. <paramref name="History"/> is what was said just before, oldest first,
/// for a question that may lean on it; absent or empty when it stands by itself.
/// </remarks>
public sealed record RetrieveKnowledge(
    Guid TurnId, Guid ConversationId, string Question, int Limit, DateTimeOffset At, IReadOnlyList<ChatLine>? History = null);
