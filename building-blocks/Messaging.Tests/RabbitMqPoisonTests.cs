using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>What stands in the queues beside a queue, as RabbitMQ keeps it.</summary>
public sealed class RabbitMqPoisonTests : IAsyncLifetime
{
    private TestVirtualHost virtualHost = null!;
    private TestDatabases databases = null!;
    private ParcelHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        virtualHost = await TestServers.CreateVirtualHostAsync(Ct);
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        host = await ParcelHost.StartAsync(
            databases, virtualHost.AmqpUri, _ => throw new InvalidOperationException("what 张三 wrote"));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await databases.DisposeAsync();
        await virtualHost.DisposeAsync();
    }

    [Fact]
    public async Task The_error_queue_keeps_no_words_of_the_exception()
    {
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());
        await using var connection = await new ConnectionFactory { Uri = virtualHost.AmqpUri }.CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        BasicGetResult? poison = null;
        await Eventually.Holds("it is poison", async () => (await host.Poison.ListAsync(Ct)).Count == 1);
        await Eventually.Holds("it can be read", async () =>
            (poison = await channel.BasicGetAsync("parcel-send-parcel_error", autoAck: true, Ct)) is not null);

        var headers = poison!.BasicProperties.Headers!.ToDictionary(
            header => header.Key, header => header.Value is byte[] text ? Encoding.UTF8.GetString(text) : $"{header.Value}");
        headers.Values.ShouldAllBe(value => !value.Contains("张三"));
        headers["wechat-reason"].ShouldStartWith("System.InvalidOperationException at ");
    }

    [Fact]
    public async Task What_nothing_in_a_queue_handles_is_listed_put_back_and_removed()
    {
        var id = Guid.NewGuid();
        await SendAsync(id, nameof(ParcelAnnounced));
        IReadOnlyList<Poison.PoisonMessage> listed = [];
        await Eventually.Holds("it is put aside", async () => (listed = await host.Poison.ListAsync(Ct)).Count == 1);
        listed[0].ShouldSatisfyAllConditions(
            one => one.MessageId.ShouldBe(id),
            one => one.MessageType.ShouldBe(typeof(ParcelAnnounced).FullName),
            one => one.Reason.ShouldStartWith("skipped"));

        // Nothing handles it now either, so it comes back: once, not for ever within one redelivery.
        await Eventually.Holds("it is put back", async () => await host.Poison.RedeliverAsync(id, Ct) == 1);
        await Eventually.Holds("it is back", async () => (await host.Poison.ListAsync(Ct)).Count == 1);
        await Eventually.Holds("it is removed", async () => await host.Poison.RemoveAsync(id, Ct) == 1);

        (await host.Poison.ListAsync(Ct)).ShouldBeEmpty();
    }

    private async Task SendAsync(Guid id, string type)
    {
        await using var connection = await new ConnectionFactory { Uri = virtualHost.AmqpUri }.CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        var envelope = JsonSerializer.SerializeToUtf8Bytes(new
        {
            messageId = id,
            messageType = new[] { $"urn:message:WeChatPlatform.Messaging.Tests:{type}" },
            message = new { parcelId = Guid.NewGuid() },
        });
        var properties = new BasicProperties { MessageId = id.ToString(), ContentType = "application/vnd.masstransit+json" };
        await channel.BasicPublishAsync("", "parcel-send-parcel", mandatory: true, properties, envelope, Ct);
    }
}
