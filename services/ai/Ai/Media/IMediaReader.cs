namespace WeChatPlatform.Ai.Media;

/// <summary>One way to get the text out of images, or out of voice. Fails as a value.</summary>
internal interface IMediaReader
{
    /// <summary>What the settings call it.</summary>
    string Name { get; }

    /// <summary>Whether it is set up. What is set up may still not be there.</summary>
    bool IsConfigured { get; }

    /// <exception cref="OperationCanceledException">The time is over.</exception>
    Task<MediaReading> ReadAsync(MediaContent content, CallContext context, CancellationToken ct);
}
