namespace WeChatPlatform.Contracts;

/// <summary>What stands in an image or was said in a voice message, or that it cannot be read. Published by ai; read by message.</summary>
/// <remarks>
/// <paramref name="Outcome"/> is read or unreadable; <paramref name="Text"/> is absent for unreadable, and then <paramref name="Reason"/> is a
/// stable word: no_reader, no_text, timeout, ... <paramref name="How"/> is who read it: tesseract, paddle, vision, funasr, openai, none.
/// </remarks>
public sealed record AttachmentRead(
    Guid AttachmentId,
    Guid MessageId,
    Guid ConversationId,
    string Outcome,
    string? Text,
    string How,
    string? Reason,
    DateTimeOffset At)
{
    public const string Read = "read";
    public const string Unreadable = "unreadable";
}
