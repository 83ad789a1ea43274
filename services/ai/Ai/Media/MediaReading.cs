namespace WeChatPlatform.Ai.Media;

/// <summary>What came of reading one image or voice message.</summary>
/// <remarks>
/// <paramref name="Text"/> is absent when it cannot be read, and then <paramref name="Reason"/> says why, a word of <see cref="CannotRead"/>.
/// <paramref name="How"/> is who read it: tesseract, paddle, vision, funasr, openai; none when nobody tried. <paramref name="Calls"/> are
/// requests to models that were made.
/// </remarks>
internal sealed record MediaReading(string? Text, string How, string? Reason, IReadOnlyList<ModelCall> Calls)
{
    public const string Nobody = "none";

    public static MediaReading Of(string text, string how, params IReadOnlyList<ModelCall> calls) => new(text, how, Reason: null, calls);

    public static MediaReading Unreadable(string reason, string how = Nobody, params IReadOnlyList<ModelCall> calls) =>
        new(Text: null, how, reason, calls);
}

/// <summary>Why something cannot be read, in stable words.</summary>
internal static class CannotRead
{
    /// <summary>Nobody is set up, or installed, who reads this.</summary>
    public const string NoReader = "no_reader";

    /// <summary>A format that the reader does not take.</summary>
    public const string Unsupported = "unsupported_media";

    public const string TooLarge = "too_large";

    /// <summary>There is nothing to read in it, or nothing that is sure enough.</summary>
    public const string NoText = "no_text";

    /// <summary>Its bytes are not what they say they are.</summary>
    public const string Damaged = "damaged";

    public const string Timeout = "timeout";

    /// <summary>The reader could not be reached, or failed.</summary>
    public const string Failed = "reader_failed";

    /// <summary>The bytes could not be had from the service that keeps them.</summary>
    public const string NotFetched = "not_fetched";
}

/// <summary>The bytes to read, with the media type that the look of them told.</summary>
internal sealed record MediaContent(string MediaType, byte[] Bytes)
{
    public bool IsImage => MediaType.StartsWith("image/", StringComparison.Ordinal);

    public bool IsVoice => MediaType.StartsWith("audio/", StringComparison.Ordinal);
}
