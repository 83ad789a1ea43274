using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Ai.Media;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Ai.Tests.Media;

/// <summary>The readers as the module composes them, with settings of a test.</summary>
internal sealed class MediaHost : IAsyncDisposable
{
    private readonly IHost host;

    private MediaHost(IHost host) => this.host = host;

    public MediaReader Reader => host.Services.GetRequiredService<MediaReader>();

    public static MediaHost Build(params IReadOnlyList<(string Key, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value, StringComparer.Ordinal));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IServiceClients, NobodyKnown>();
        builder.AddMedia();
        return new MediaHost(builder.Build());
    }

    public ValueTask DisposeAsync()
    {
        host.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class NobodyKnown : IServiceClients
    {
        public bool Knows(string service) => false;

        public HttpClient For(string service, Edge.Caller? onBehalfOf = null) => throw new InvalidOperationException("Nobody is known.");
    }
}
