using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Media;

/// <summary>
/// Reads an image or a voice message: by who is set up for it, one after the other, until one finds text, within one time. Never fails:
/// what nobody can read is said to be so, with the reason of the last who tried.
/// </summary>
internal sealed class MediaReader(
    IEnumerable<IMediaReader> readers, IOptions<MediaOptions> options, TimeProvider time, ILogger<MediaReader> logger) : IDisposable
{
    private readonly SemaphoreSlim places = new(options.Value.AtOnce);
    private readonly Dictionary<string, IMediaReader> byName = readers.ToDictionary(reader => reader.Name, StringComparer.Ordinal);

    /// <summary>Whether somebody is set up who may read such a thing.</summary>
    public bool MayRead(string mediaType) => ReadersOf(mediaType).Count > 0;

    /// <param name="mediaType">What the bytes are.</param>
    /// <param name="fetch">Brings the bytes, once there is a place for them; nothing when they cannot be had.</param>
    /// <param name="context">What it is for.</param>
    /// <param name="ct">The caller gives up.</param>
    public async Task<MediaReading> ReadAsync(
        string mediaType, Func<CancellationToken, Task<byte[]?>> fetch, CallContext context, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.Seconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        List<ModelCall> calls = [];
        try
        {
            await places.WaitAsync(both.Token);
            try
            {
                return await fetch(both.Token) is { } bytes
                    ? await ReadAsync(new MediaContent(mediaType, bytes), context, calls, both.Token)
                    : MediaReading.Unreadable(CannotRead.NotFetched);
            }
            finally
            {
                places.Release();
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return MediaReading.Unreadable(CannotRead.Timeout, MediaReading.Nobody, calls);
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<MediaReading> ReadAsync(MediaContent content, CallContext context, List<ModelCall> calls, CancellationToken ct)
    {
        var last = MediaReading.Unreadable(CannotRead.NoReader);
        foreach (var reader in ReadersOf(content.MediaType))
        {
            last = await TryAsync(reader, content, context, ct);
            calls.AddRange(last.Calls);
            if (last.Text is { } text)
            {
                return last with { Text = Shorten(text), Calls = calls };
            }
        }

        return last with { Calls = calls };
    }

    private async Task<MediaReading> TryAsync(IMediaReader reader, MediaContent content, CallContext context, CancellationToken ct)
    {
        try
        {
            return await reader.ReadAsync(content, context, ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A reader is another program: whatever it does, the next one is tried, and a person sees the message in any case.
            logger.ReaderFailed(reader.Name, failure.GetType().Name);
            return MediaReading.Unreadable(CannotRead.Failed, reader.Name);
        }
    }

    private List<IMediaReader> ReadersOf(string mediaType)
    {
        IEnumerable<string> names = mediaType.StartsWith("image/", StringComparison.Ordinal) ? options.Value.ImageReaders
            : mediaType.StartsWith("audio/", StringComparison.Ordinal) ? [options.Value.SpeechReader]
            : [];
        return [.. names.Select(name => byName.GetValueOrDefault(name)).OfType<IMediaReader>().Where(reader => reader.IsConfigured)];
    }

    private string Shorten(string text)
    {
        var most = options.Value.MaxCharacters;
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
