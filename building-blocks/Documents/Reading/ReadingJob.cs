namespace WeChatPlatform.Documents;

/// <summary>One file being read: its bytes, its limits, and what was found so far.</summary>
internal sealed class ReadingJob(byte[] content, string name, ReadingLimits limits, CancellationTokenSource time)
{
    private DecodedText? _text;

    public byte[] Content => content;

    public string Name => name;

    /// <summary>Lower case, with the dot; empty when the name has none.</summary>
    public string Extension { get; } = Path.GetExtension(name).ToLowerInvariant();

    public ReadingLimits Limits => limits;

    /// <summary>Ends when the time is over, or when nobody wants the result any more.</summary>
    public CancellationToken Ct { get; } = time.Token;

    public BlockCollector Blocks { get; } = new(limits.MaxCharacters, time.Token);

    /// <summary>The content as text; absent when it is none.</summary>
    public DecodedText? Text => _text ??= TextDecoding.Decode(content);

    /// <summary>From here on images are recognised, which has a time of its own.</summary>
    public void BeginRecognition() => time.CancelAfter(limits.RecognitionTime);
}
