namespace WeChatPlatform.Message.Attachments;

/// <summary>The bytes of an image or file that a message came with, encrypted; one a message, and never changed.</summary>
internal sealed class Attachment
{
    public required Guid Id { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>A name that is safe on any desktop and ends as its media type does.</summary>
    public required string Name { get; init; }

    /// <summary>What the bytes are, by their own look.</summary>
    public required string MediaType { get; init; }

    /// <summary>Bytes before the encryption.</summary>
    public required int Size { get; init; }

    /// <summary>The secret that <see cref="Sealed"/> was made with.</summary>
    public required string KeyId { get; init; }

    /// <summary>Nonce, ciphertext and tag of AES-256-GCM; the attachment's id is authenticated with it.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset StoredAt { get; init; }
}
