using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Attachments;

/// <summary>
/// Bounds how many attachments this process holds in memory: whoever takes or gives one needs a place first, and has it no
/// longer than the time that the settings allow.
/// </summary>
internal sealed class AttachmentsInHand(IOptions<MessageOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim places = new(options.Value.AttachmentsAtOnce);

    /// <returns>Nothing when none became free in time: try later.</returns>
    public async Task<Place?> TakeAsync(CancellationToken ct)
    {
        var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.AttachmentSeconds), time);
        var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            await places.WaitAsync(both.Token);
            return new Place(places, limit, both);
        }
        catch (OperationCanceledException)
        {
            both.Dispose();
            limit.Dispose();
            ct.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose() => places.Dispose();

    /// <summary>Its time is over when <see cref="Ended"/> is cancelled; so it is when the request ends.</summary>
    internal sealed class Place(SemaphoreSlim places, CancellationTokenSource limit, CancellationTokenSource both) : IDisposable
    {
        public CancellationToken Ended => both.Token;

        public void Dispose()
        {
            places.Release();
            both.Dispose();
            limit.Dispose();
        }
    }
}
