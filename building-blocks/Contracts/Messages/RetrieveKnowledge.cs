namespace WeChatPlatform.Contracts;

/// <summary>Find what the company knows about a question. Sent by message; handled by rag.</summary>
/// <remarks><paramref name="Limit"/> is the most evidence wanted, 1 to 20.</remarks>
public sealed record RetrieveKnowledge(Guid TurnId, Guid ConversationId, string Question, int Limit, DateTimeOffset At);
