using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace WeChatPlatform.Gateway.Host;

/// <summary>
/// A service's name may stand for several machines, as it does for the replicas of a compose service or a headless service
/// of Kubernetes: each of them is a destination of its own, so that each is probed. A name that nobody knows (yet) stays
/// as it is: the gateway starts before its services.
/// </summary>
internal sealed class ReplicaAddresses(IOptions<ServicesOptions> options, TimeProvider time) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        Dictionary<string, DestinationConfig> resolved = [];
        var hasNames = false;
        foreach (var (id, destination) in destinations)
        {
            var address = new Uri(destination.Address);
            if (address.IsLoopback || address.HostNameType != UriHostNameType.Dns)
            {
                resolved[id] = destination;
                continue;
            }

            hasNames = true;
            foreach (var ip in await LookUpAsync(address.DnsSafeHost, cancellationToken))
            {
                // The name stays in the request: a certificate is for it.
                resolved[$"{id}[{ip}]"] = destination with
                {
                    Address = new UriBuilder(address) { Host = ip.ToString() }.Uri.AbsoluteUri,
                    Host = destination.Host ?? address.Authority,
                };
            }

            if (!resolved.Keys.Any(key => key.StartsWith($"{id}[", StringComparison.Ordinal)))
            {
                resolved[id] = destination;
            }
        }

        return new ResolvedDestinationCollection(resolved, hasNames ? LookUpAgain() : null);
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken ct)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private CancellationChangeToken LookUpAgain()
    {
        // Owned by its own timer, which ends it.
        var due = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.LookUpSeconds), time);
        return new CancellationChangeToken(due.Token);
    }
}
