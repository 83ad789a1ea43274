using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting;

/// <summary>Which services run in this process, and the name that it calls others by.</summary>
internal sealed record OwnServices(string Caller, IReadOnlyList<string> Names);

/// <summary>
/// A configured address wins; a service of this process is asked at the process's own address, so that the one-process shape goes the same
/// way through the same checks.
/// </summary>
internal sealed class ServiceClients(OwnServices own, IOptions<ServiceCallOptions> options, IServiceProvider services)
    : IServiceClients, IDisposable
{
    // Names of services are looked up anew with new connections: replicas come and go.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromSeconds(30);

    private readonly Lazy<SocketsHttpHandler> connections = new(() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // Services are neighbours: a proxy of the environment is for the world outside.
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectSeconds),
        PooledConnectionLifetime = ConnectionLife,
    });

    private int next;

    public bool Knows(string service) =>
        options.Value.Services.ContainsKey(service) || own.Names.Contains(service, StringComparer.Ordinal);

    public HttpClient For(string service, Caller? onBehalfOf = null)
    {
        if (!Knows(service))
        {
            throw new InvalidOperationException($"{ServiceCallOptions.Section}:Services:{service} does not say where {service} is.");
        }

        var call = new ServiceCall(
            () => AddressesOf(service),
            services.GetRequiredService<TokenIssuer>(),
            onBehalfOf ?? Caller.Service(own.Caller),
            TimeSpan.FromSeconds(options.Value.TokenSeconds))
        {
            InnerHandler = connections.Value,
        };
        return new HttpClient(call, disposeHandler: false)
        {
            // Replaced by an address of the service with each request.
            BaseAddress = new Uri($"http://{service}/"),
            Timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds),
            MaxResponseContentBufferSize = options.Value.MaxAnswerBytes,
        };
    }

    public void Dispose()
    {
        if (connections.IsValueCreated)
        {
            connections.Value.Dispose();
        }
    }

    // Each request begins with another replica than the one before.
    private IReadOnlyList<Uri> AddressesOf(string service)
    {
        if (!options.Value.Services.TryGetValue(service, out var configured))
        {
            return [OwnAddress.Of(services.GetRequiredService<IServer>())];
        }

        var addresses = configured.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var first = (uint)Interlocked.Increment(ref next) % (uint)addresses.Length;
        return [.. addresses[(int)first..].Concat(addresses[..(int)first]).Select(address => new Uri(address))];
    }
}
