namespace WeChatPlatform.Contracts;

/// <summary>Read an image or a voice message that a customer sent. Sent by message; handled by ai, which fetches the bytes.</summary>
/// <remarks>
/// <paramref name="TurnId"/> is the turn that waits for it; <paramref name="MediaType"/> is told by the bytes, <paramref name="Size"/> is in bytes.
/// </remarks>
public sealed record ReadAttachment(
    Guid AttachmentId,
    Guid MessageId,
    Guid TurnId,
    Guid ConversationId,
    string AgentId,
    string MediaType,
    int Size,
    DateTimeOffset At);
