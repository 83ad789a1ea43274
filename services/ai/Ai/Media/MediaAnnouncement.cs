using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Media;

/// <summary>Tells at start who gets customers' images and voice beside the models: whoever wrote the settings has to know.</summary>
internal sealed class MediaAnnouncement(
    IOptions<MediaOptions> options, ProviderCatalog catalog, ILogger<MediaAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var media = options.Value;
        if (media.PaddleUrl.Length > 0 && media.ImageReaders.Contains(PaddleReader.ReaderName))
        {
            logger.ImagesSent(catalog.ReceiverAt(media.PaddleUrl).Notice);
        }

        var voice = media.SpeechReader switch
        {
            FunAsrReader.ReaderName => media.FunAsrUrl,
            TranscriptionReader.ReaderName => media.TranscriptionBaseUrl,
            _ => null,
        };
        if (voice is not null)
        {
            logger.VoiceSent(catalog.ReceiverAt(voice).Notice);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
