using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>RabbitMQ 4.3 refuses queues that are neither durable nor exclusive; 3.10 shows here what is declared.</summary>
public sealed class BroadcastQueueTests : IAsyncLifetime
{
    private TestVirtualHost virtualHost = null!;
    private TestDatabases databases = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        virtualHost = await TestServers.CreateVirtualHostAsync(Ct);
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await databases.DisposeAsync();
        await virtualHost.DisposeAsync();
    }

    [Fact]
    public async Task No_queue_is_transient_and_a_replicas_own_ones_go_some_time_after_it()
    {
        await using var host = await ParcelHost.StartAsync(databases, virtualHost.AmqpUri);

        // The process is up before its bus is.
        List<JsonElement> queues = [], exchanges = [];
        await Eventually.Holds("its own queue is there, and the exchange before it", async () =>
            (queues = await GetAsync("queues")).Exists(IsOwn) && (exchanges = await GetAsync("exchanges")).Exists(IsOwn));
        queues.ShouldAllBe(queue => queue.GetProperty("durable").GetBoolean() || queue.GetProperty("exclusive").GetBoolean());
        var own = queues.Single(IsOwn);
        own.GetProperty("arguments").GetProperty("x-expires").GetInt64().ShouldBe(300_000);
        var exchange = exchanges.Single(one => Name(one) == Name(own));
        exchange.GetProperty("auto_delete").GetBoolean().ShouldBeTrue();
    }

    private static bool IsOwn(JsonElement one) => Name(one).StartsWith("parcel-parcel-announced-", StringComparison.Ordinal);

    private static string Name(JsonElement one) => one.GetProperty("name").GetString()!;

    private async Task<List<JsonElement>> GetAsync(string kind)
    {
        var server = await TestServers.RabbitMqAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.ManagementUri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(server.AmqpUri.UserInfo))));
        return (await http.GetFromJsonAsync<List<JsonElement>>($"api/{kind}/{virtualHost.Name}", Ct))!;
    }
}
