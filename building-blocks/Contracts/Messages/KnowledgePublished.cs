namespace WeChatPlatform.Contracts;

/// <summary>
/// The company's knowledge changed and is in force. Published by rag; read by every replica of rag, which takes its index
/// from the database again.
/// </summary>
/// <remarks>
/// <paramref name="Release"/> counts up from 1; a replica that already serves it has nothing to do.
/// <paramref name="Entries"/> is how many questions and passages the release holds.
/// </remarks>
public sealed record KnowledgePublished(long Release, int Entries, DateTimeOffset At);
