namespace WeChatPlatform.Message.Attachments;

/// <summary>A secret that attachments were encrypted with before. An entry without key and file is none.</summary>
public sealed class EarlierAttachmentKey
{
    /// <summary>The secret: 32 bytes in base64. Name this or a file, not both.</summary>
    public string? Key { get; set; }

    /// <summary>File that holds the secret; white space around it does not count.</summary>
    public string? KeyFile { get; set; }
}
