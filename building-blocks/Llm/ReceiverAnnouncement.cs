using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Llm;

/// <summary>Says at every start which companies may read what customers write.</summary>
internal sealed class ReceiverAnnouncement(ConfigurationProviderSource providers, ILogger<ReceiverAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in providers.Current)
        {
            LlmMetrics.Announce(provider.Id, provider.Model);
            logger.ReceiverAnnounced(provider.Id, provider.Model, provider.Receiver.Notice);
        }

        if (providers.Current.Count == 0)
        {
            logger.NoModelAnnounced();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
