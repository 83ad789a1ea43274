using System.Security.Cryptography;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// Seven hosts on a real RabbitMQ, PostgreSQL and Redis, and a second replica of the message service. The gateway and so
/// the agent know the first replica; the second takes its share of the queues.
/// </summary>
public sealed class DistributedShape : PlatformShape
{
    public const string SecondReplica = "message-2";

    private static readonly (string Name, string Program, string? Route)[] Services =
    [
        ("message", "Message.Host", "message"),
        (SecondReplica, "Message.Host", null),
        ("ai", "Ai.Host", "ai"),
        ("rag", "Rag.Host", "rag"),
        ("customer", "Customer.Host", "customer"),
        ("erp-sync", "ErpSync.Host", "erp-sync"),
        ("analytics", "Analytics.Host", "analytics"),
    ];

    private TestVirtualHost? _virtualHost;
    private TestDatabases? _databases;
    private TestRedis? _redis;

    internal Uri SecondReplicaUrl { get; private set; } = null!;

    internal override PlatformDatabases Databases =>
        new(_ => Task.FromResult(_databases!.ConnectionString), _databases!.Prefix);

    internal override bool HasEveryMetric => true;

    internal override IReadOnlyCollection<string> OnTheWay =>
    [
        "wechat-agent", "wechat-gateway", "wechat-message", "wechat-customer", "wechat-rag", "wechat-erp-sync", "wechat-ai",
        "wechat-analytics",
    ];

    protected override async Task StartHostsAsync(Uri api, CancellationToken ct)
    {
        _virtualHost = await TestServers.CreateVirtualHostAsync(ct);
        _databases = await TestServers.CreateDatabasePrefixAsync(ct);
        _redis = await TestServers.CreateKeyPrefixAsync(ct);
        var key = Path.Combine(Folder, "signing.key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)), ct);

        var places = Services.Select(service => (Service: service, Url: Ports.Take())).ToList();
        var known = places.Where(place => place.Service.Route is not null).ToList();
        SecondReplicaUrl = places.Single(place => place.Service.Route is null).Url;
        Dictionary<string, string> settings = new(Common(key)
            .Concat(known.Select(place => new KeyValuePair<string, string>(
                $"ServiceCalls__Services__{place.Service.Route}", Address(place.Url)))));
        var routes = known.Select(place => new KeyValuePair<string, string>(
            $"Gateway__Services__{place.Service.Route}", Address(place.Url)));
        List<PlatformProcess> hosts =
        [
            .. places.Select(place => StartHost(place.Service.Name, place.Service.Program, place.Url, new(settings))),
            StartHost("gateway", "Gateway.Host", api, new(settings.Concat(routes))),
        ];
        await Task.WhenAll(hosts.Select(host => host.BecomesReadyAsync(ct)));
    }

    protected override async ValueTask ClearAsync()
    {
        if (_virtualHost is not null)
        {
            await _virtualHost.DisposeAsync();
        }

        if (_databases is not null)
        {
            await _databases.DisposeAsync();
        }
    }

    private Dictionary<string, string> Common(string key) => new()
    {
        ["Edge__SigningKeyFile"] = key,
        ["Message__AttachmentKey"] = Convert.ToBase64String(new byte[32]),
        ["Persistence__ConnectionString"] = _databases!.ConnectionString,
        ["Persistence__DatabasePrefix"] = _databases.Prefix,
        ["Messaging__RabbitMq"] = _virtualHost!.AmqpUri.AbsoluteUri,
        ["Caching__Redis"] = _redis!.ConnectionString,
        ["Caching__KeyPrefix"] = _redis.KeyPrefix,
    };
}
