using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;

namespace WeChatPlatform.Gateway.Host;

/// <summary>Which service answers which path. What the gateway answers itself is more specific, so routing prefers it.</summary>
internal sealed class RouteTable(IOptions<ServicesOptions> options) : IProxyConfigProvider
{
    public static IReadOnlyDictionary<string, string[]> Paths { get; } = new Dictionary<string, string[]>
    {
        ["message"] =
        [
            "/api/v1/messages", "/api/v1/conversations", "/api/v1/deliveries", "/api/v1/decisions",
            "/api/v1/heartbeat", "/api/v1/agents",
        ],
        ["customer"] = ["/api/v1/customers"],
        ["rag"] = ["/api/v1/knowledge"],
        ["erp-sync"] = ["/api/v1/erp"],
        ["ai"] = ["/api/v1/ai"],
        ["analytics"] = ["/api/v1/stats"],
    };

    public IProxyConfig GetConfig()
    {
        try
        {
            return new FixedConfig(Routes(options.Value), Clusters(options.Value));
        }
        catch (OptionsValidationException)
        {
            // Asked while the host is built; the start lists the fault with all others and goes no further.
            return new FixedConfig([], []);
        }
    }

    private static List<RouteConfig> Routes(ServicesOptions options) =>
    [
        .. from service in Paths
           from path in service.Value
           select new RouteConfig
           {
               RouteId = path,
               ClusterId = service.Key,
               AuthorizationPolicy = "Default",
               MaxRequestBodySize = options.MaxRequestBytes,
               Match = new RouteMatch { Path = path + "/{**rest}" },
           },
    ];

    private static List<ClusterConfig> Clusters(ServicesOptions options) =>
    [
        Cluster("message", options.Message),
        Cluster("customer", options.Customer),
        Cluster("rag", options.Rag),
        Cluster("erp-sync", options.ErpSync),
        Cluster("ai", options.Ai),
        Cluster("analytics", options.Analytics),
    ];

    private static ClusterConfig Cluster(string service, string address) => new()
    {
        ClusterId = service,
        Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = address } },
    };

    /// <summary>Addresses change with a new start, so nothing is ever announced.</summary>
    private sealed record FixedConfig(
        IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) : IProxyConfig
    {
        public IChangeToken ChangeToken { get; } = new CancellationChangeToken(CancellationToken.None);
    }
}
