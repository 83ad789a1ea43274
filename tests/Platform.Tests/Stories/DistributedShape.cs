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

        Dictionary<string, string> routes = [];
        List<PlatformProcess> hosts = [];
        foreach (var (name, program, route) in Services)
        {
            var url = Ports.Take();
            hosts.Add(StartHost(name, program, url, Common(key)));
            if (route is null)
            {
                SecondReplicaUrl = url;
            }
            else
            {
                routes[$"Gateway__Services__{route}"] = Address(url);
            }
        }

        hosts.Add(StartHost("gateway", "Gateway.Host", api, new(Common(key).Concat(routes))));
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
