using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Ai.Media;

/// <summary>Brings the bytes of an attachment from the message service, which keeps them encrypted. They are in memory here, and nowhere else.</summary>
internal sealed class AttachmentSource(
    IServiceClients services, IOptions<MediaOptions> options, TimeProvider time, ILogger<AttachmentSource> logger)
{
    private const string Service = "message";
    private const int Tries = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>Nothing when they cannot be had, or are more than is read.</returns>
    public async Task<byte[]?> FetchAsync(Guid attachmentId, CancellationToken ct)
    {
        if (!services.Knows(Service))
        {
            logger.AttachmentNotFetched(attachmentId, "no_address");
            return null;
        }

        for (var tried = 1; ; tried++)
        {
            try
            {
                return await FetchOnceAsync(attachmentId, ct);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException && tried < Tries)
            {
                // It restarts, or has no place free: both pass.
                await Task.Delay(Pause, time, ct);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                logger.AttachmentNotFetched(attachmentId, failure.GetType().Name);
                return null;
            }
        }
    }

    private async Task<byte[]?> FetchOnceAsync(Guid attachmentId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/attachments/{attachmentId}/content");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        using var answer = await services.For(Service).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if ((int)answer.StatusCode >= 500)
        {
            throw new HttpRequestException(null, null, answer.StatusCode);
        }

        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength is not { } length || length > options.Value.MaxBytes)
        {
            logger.AttachmentNotFetched(attachmentId, $"HTTP {(int)answer.StatusCode}");
            return null;
        }

        var bytes = new byte[length];
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        await body.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
