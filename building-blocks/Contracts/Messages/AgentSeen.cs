namespace WeChatPlatform.Contracts;

/// <summary>An agent gave a sign of life: it connected or sent its heartbeat. Published by message; read by analytics.</summary>
public sealed record AgentSeen(Guid SeenId, string AgentId, DateTimeOffset At);
