namespace WeChatPlatform.Message.Attachments;

/// <summary>What stands in an image, or was said in a voice message, as far as a machine could read it. One a message, and never changed.</summary>
internal sealed class AttachmentReading
{
    public required Guid MessageId { get; init; }

    public required Guid AttachmentId { get; init; }

    /// <summary>Absent when it cannot be read.</summary>
    public required string? Text { get; init; }

    /// <summary>Who read it: tesseract, paddle, vision, funasr, openai, none.</summary>
    public required string How { get; init; }

    /// <summary>Why it cannot be read, a stable word; absent when it was.</summary>
    public required string? Reason { get; init; }

    public required DateTimeOffset ReadAt { get; init; }
}
