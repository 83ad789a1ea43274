using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using WeChatPlatform.Edge;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;

namespace WeChatPlatform.Gateway.Host;

/// <summary>Which service answers which path. What the gateway answers itself is more specific, so routing prefers it.</summary>
internal sealed class RouteTable(IOptions<ServicesOptions> options) : IProxyConfigProvider
{
    public static IReadOnlyDictionary<string, string[]> Paths { get; } = new Dictionary<string, string[]>
    {
        ["message"] =
        [
            "/api/v1/messages", "/api/v1/conversations", "/api/v1/deliveries", "/api/v1/decisions",
            "/api/v1/heartbeat", "/api/v1/agents", "/api/v1/gaps", "/api/v1/attachments", "/api/v1/errors",
            "/api/v1/greetings",
        ],
        ["customer"] = ["/api/v1/customers"],
        ["rag"] = ["/api/v1/knowledge"],
        ["erp-sync"] = ["/api/v1/erp"],
        ["ai"] = ["/api/v1/ai", "/api/v1/mcp"],
        ["analytics"] = ["/api/v1/stats"],
    };

    /// <summary>The paths below those that take files.</summary>
    public static IReadOnlyList<string> Uploads { get; } =
        ["/api/v1/knowledge/imports", "/api/v1/knowledge/documents", "/api/v1/erp/imports", "/api/v1/messages/{messageId}/attachments"];

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
           select Route(path, service.Key, path + "/{**rest}", bytes: null),
        .. from path in Uploads
           select Route(path, OwnerOf(path), path + "/{**rest}", options.MaxRequestBytes),
        .. from service in Paths.Keys
           let path = $"/openapi/{service}.json"
           select Route(path, service, path, bytes: null) with
           {
               AuthorizationPolicy = Policies.Viewer,
               Transforms = [new Dictionary<string, string> { ["PathSet"] = "/openapi/v1.json" }],
           },
    ];

    // Without a number of its own a route takes what every endpoint takes.
    private static RouteConfig Route(string id, string service, string pattern, long? bytes) => new()
    {
        RouteId = id,
        ClusterId = service,
        AuthorizationPolicy = "Default",
        MaxRequestBodySize = bytes,
        Match = new RouteMatch { Path = pattern },
    };

    private static string OwnerOf(string upload) => Paths.Single(service =>
        service.Value.Any(path => upload.StartsWith($"{path}/", StringComparison.Ordinal))).Key;

    private static List<ClusterConfig> Clusters(ServicesOptions options) =>
    [
        Cluster("message", options.Message, options),
        Cluster("customer", options.Customer, options),
        Cluster("rag", options.Rag, options),
        Cluster("erp-sync", options.ErpSync, options),
        Cluster("ai", options.Ai, options),
        Cluster("analytics", options.Analytics, options),
    ];

    /// <summary>
    /// A replica that says that it is not ready gets nothing new, after one such answer; when none is ready they are all
    /// tried, because a probe may be wrong.
    /// </summary>
    private static ClusterConfig Cluster(string service, string addresses, ServicesOptions options) => new()
    {
        ClusterId = service,
        Destinations = addresses
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .ToDictionary(address => address, address => new DestinationConfig { Address = address }),
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromSeconds(options.ProbeSeconds),
                Timeout = TimeSpan.FromSeconds(2),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                Path = "/health/ready",
            },
        },
        Metadata = new Dictionary<string, string>
        {
            [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1",
        },
    };

    /// <summary>Addresses change with a new start, so nothing is ever announced.</summary>
    private sealed record FixedConfig(
        IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) : IProxyConfig
    {
        public IChangeToken ChangeToken { get; } = new CancellationChangeToken(CancellationToken.None);
    }
}
