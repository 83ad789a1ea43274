namespace WeChatPlatform.Contracts;

/// <summary>What was found for a turn, best first; empty when nothing fits. Published by rag; read by message.</summary>
/// <remarks><paramref name="Release"/> is the knowledge release that was searched.</remarks>
public sealed record KnowledgeRetrieved(Guid TurnId, IReadOnlyList<Evidence> Evidence, DateTimeOffset At, long Release = 0);
