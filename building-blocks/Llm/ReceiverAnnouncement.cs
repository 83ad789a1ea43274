using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

/// <summary>Says at every start which company will read what customers write.</summary>
internal sealed class ReceiverAnnouncement(IOptions<LlmOptions> options, ILogger<ReceiverAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (settings.IsConfigured)
        {
            LlmMetrics.Announce(settings.Provider, settings.Model);
            logger.ReceiverAnnounced(settings.Provider, settings.Model, ProviderCatalog.ReceiverAt(settings.BaseUrl).Notice);
        }
        else
        {
            logger.NoModelAnnounced();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
