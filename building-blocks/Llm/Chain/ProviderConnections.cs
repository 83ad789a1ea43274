using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm;

/// <summary>The connections of this process, one a provider. A provider whose settings changed gets a new one.</summary>
internal sealed class ProviderConnections(
    ChatConnector connector, IOptions<LlmOptions> options, TimeProvider time, ILogger<LlmChain> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, ProviderConnection> _byId = new(StringComparer.Ordinal);

    /// <remarks>The one that is replaced is not disposed: answers may still be on their way through it.</remarks>
    public ProviderConnection Of(ConfiguredProvider provider) => _byId.AddOrUpdate(
        provider.Id,
        _ => Connect(provider),
        (_, kept) => kept.Version == provider.Version ? kept : Connect(provider));

    public void Dispose()
    {
        foreach (var connection in _byId.Values)
        {
            connection.Dispose();
        }
    }

    private ProviderConnection Connect(ConfiguredProvider provider) => new(provider, options.Value, connector, time, logger);
}
