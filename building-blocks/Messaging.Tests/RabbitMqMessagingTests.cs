using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

public sealed class RabbitMqMessagingTests : MessagingCompliance
{
    private TestVirtualHost virtualHost = null!;

    protected override Uri? RabbitMq => virtualHost.AmqpUri;

    public override async ValueTask InitializeAsync()
    {
        virtualHost = await TestServers.CreateVirtualHostAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await virtualHost.DisposeAsync();
    }

    [Fact]
    public async Task A_saga_keeps_every_kind_of_column_and_hears_its_own_message()
    {
        var host = await StartAsync();
        var parcel = Guid.NewGuid();
        var recipient = Guid.NewGuid();
        await host.PublishAsync([], parcel, row: new ParcelJourney
        {
            CorrelationId = parcel, CurrentState = "Travelling", Recipient = recipient, Stamps = ["Shanghai", "Chengdu"],
        });

        await host.PublishAsync([new ParcelLost(parcel)], parcel);

        await Eventually.Holds("the saga has heard of it", async () =>
            await host.QueryAsync(context => context.Journeys.AnyAsync(journey => journey.LostAt != null)));
        await host.PublishAsync([new ParcelWeighed(parcel, 7)], parcel);
        await Eventually.Holds("the saga goes on from there", async () =>
            await host.QueryAsync(context => context.Journeys.AnyAsync(journey => journey.Grams == 7)));
        var kept = await host.QueryAsync(context => context.Journeys.SingleAsync());
        kept.Recipient.ShouldBe(recipient);
        kept.LostAt.ShouldBe(DateTimeOffset.UnixEpoch);
        kept.Stamps.ShouldBe(["Shanghai", "Chengdu"]);
    }

    [Fact]
    public async Task Two_replicas_share_the_work_and_do_none_of_it_twice()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var sends = Enumerable.Range(0, 200).Select(number => (ParcelHost: number % 2 == 0 ? first : second, Number: number));

        await Parallel.ForEachAsync(sends, async (send, _) =>
            await send.ParcelHost.PublishAsync([new SendParcel(Guid.NewGuid(), send.Number)], Guid.NewGuid()));

        await Eventually.Holds("all are handled", async () => await first.ParcelsAsync() >= 200 && await first.OutboxAsync() == 0, TimeSpan.FromSeconds(30));
        var numbers = await first.QueryAsync(context => Task.FromResult(context.Parcels.Select(parcel => parcel.Number).ToList()));
        numbers.Order().ShouldBe(Enumerable.Range(0, 200));
        first.Sight.Handled.ShouldNotBeEmpty();
        second.Sight.Handled.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_lane_is_not_given_to_the_other_relay_before_the_deletion_of_what_was_sent_is_committed()
    {
        await using var connection = await new ConnectionFactory { Uri = virtualHost.AmqpUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var first = await StartAsync();
        var second = await StartAsync();
        await channel.QueueDeclareAsync("spy", durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync("spy", "WeChatPlatform.Messaging.Tests:SendParcel", routingKey: "");

        // Deferred to the commit, which takes long enough for the other relay to look.
        await first.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            """
            create function take_long() returns trigger language plpgsql as 'begin perform pg_sleep(0.05); return null; end';
            create constraint trigger take_long after delete on outbox deferrable initially deferred
                for each row execute function take_long()
            """));

        for (var number = 0; number < 10; number++)
        {
            var key = Guid.NewGuid();
            await Task.WhenAll(
                first.PublishAsync([new SendParcel(Guid.NewGuid(), number)], key),
                second.PublishAsync([new SendParcel(Guid.NewGuid(), 100 + number)], key));
        }

        await Eventually.Holds("all rows go", async () => await first.OutboxAsync() == 0, TimeSpan.FromSeconds(30));
        (await channel.MessageCountAsync("spy")).ShouldBe(20u);
    }

    [Fact]
    public async Task A_consumer_that_keeps_nothing_leaves_no_inbox_row()
    {
        var host = await StartAsync();
        var parcel = Guid.NewGuid();
        await host.PublishAsync([], parcel, row: new ParcelJourney { CorrelationId = parcel, CurrentState = "Travelling" });
        await host.PublishAsync([new WeighParcel(parcel, 5)], parcel);
        await Eventually.Holds("the answer is counted", async () =>
            await host.QueryAsync(context => context.Journeys.AnyAsync(journey => journey.Grams == 5)));

        var endpoints = await host.QueryAsync(context =>
            context.Database.SqlQuery<string>($"select endpoint as \"Value\" from inbox").ToListAsync());
        endpoints.ShouldBe(["parcel-journey"]);
    }

    [Fact]
    public async Task A_consumer_that_was_to_keep_nothing_and_does_is_refused()
    {
        var host = await StartAsync();
        host.Sight.WhileWeighing = parcels => parcels.Add(new Parcel { ParcelId = Guid.NewGuid(), Number = 1 });
        await host.PublishAsync([new WeighParcel(Guid.NewGuid(), 5)], Guid.NewGuid());

        await Eventually.Holds("the question is poison", async () => (await host.Poison.ListAsync(CancellationToken.None)).Count == 1);
        (await host.ParcelsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_broadcast_reaches_both_replicas()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var parcel = Guid.NewGuid();
        await first.PublishAsync([new ParcelAnnounced(parcel)], parcel);

        await Eventually.Holds("both hear it", () =>
            first.Sight.Announced.Contains(parcel) && second.Sight.Announced.Contains(parcel));
    }

    [Fact]
    public async Task A_message_waits_for_a_reader_that_has_never_been_started()
    {
        var host = await StartAsync(consumes: false);
        await host.PublishAsync(
            [new IdentifyCustomer(Guid.NewGuid(), Guid.NewGuid(), "a", "c", "n", "s", IsGroup: false, DateTimeOffset.UtcNow)], Guid.NewGuid());
        await Eventually.Holds("it is sent", async () => await host.OutboxAsync() == 0);

        await using var connection = await new ConnectionFactory { Uri = virtualHost.AmqpUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.Holds("the queue holds it", async () =>
            await channel.BasicGetAsync("customer-identify-customer", autoAck: true) is not null);
    }

    [Fact]
    public async Task A_queue_that_stands_there_with_other_arguments_is_told_and_used_as_it_is()
    {
        const string Queue = "customer-identify-customer";
        await using var connection = await new ConnectionFactory { Uri = virtualHost.AmqpUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);

        var host = await StartAsync(consumes: false);
        await host.PublishAsync(
            [new IdentifyCustomer(Guid.NewGuid(), Guid.NewGuid(), "a", "c", "n", "s", IsGroup: false, DateTimeOffset.UtcNow)], Guid.NewGuid());

        await Eventually.Holds("the queue holds it", async () => await channel.BasicGetAsync(Queue, autoAck: true) is not null);
        host.Logged.Where(line => line.EventId == 258).ShouldHaveSingleItem().Text.ShouldContain(Queue);
        (await channel.QueueDeclarePassiveAsync(Subscriptions.All[^1].Queue)).QueueName.ShouldBe(Subscriptions.All[^1].Queue);
    }

    [Fact]
    public async Task A_message_that_was_written_before_the_first_connection_waits_until_all_queues_are_there()
    {
        var unconnected = await StartAsync(connects: false);
        await unconnected.PublishAsync([.. Enumerable.Range(0, 20).Select(number => new SendParcel(Guid.NewGuid(), number))], Guid.NewGuid());

        var host = await StartAsync();

        await Eventually.Holds("all are sent", async () => await host.OutboxAsync() == 0);
        await Eventually.Holds("all are handled", async () => await host.ParcelsAsync() == 20);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_listed_among_the_poison_and_hides_no_other()
    {
        var host = await StartAsync(_ => throw new InvalidOperationException("the scale is broken"));
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());
        await using var connection = await new ConnectionFactory { Uri = virtualHost.AmqpUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", "parcel-send-parcel", "no JSON"u8.ToArray());

        IReadOnlyList<Poison.PoisonMessage> poison = [];
        await Eventually.Holds("both are poison", async () =>
            (poison = await host.Poison.ListAsync(CancellationToken.None)).Count == 2);
        poison.Select(one => one.MessageType).ShouldBe(["", typeof(SendParcel).FullName], ignoreOrder: true);
    }

    [Fact]
    public async Task Poison_stays_however_often_it_is_listed()
    {
        var host = await StartAsync(_ => throw new InvalidOperationException("the scale is broken"));
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());
        await Eventually.Holds("it is poison", async () => (await host.Poison.ListAsync(CancellationToken.None)).Count == 1);

        for (var time = 0; time < 30; time++)
        {
            await host.Poison.ListAsync(CancellationToken.None);
        }

        await Eventually.Holds("it is there", async () => (await host.Poison.ListAsync(CancellationToken.None)).Count == 1);
    }

    [Fact]
    public async Task Shared_queues_are_quorum_queues()
    {
        await StartAsync();
        await using var connection = await new ConnectionFactory { Uri = virtualHost.AmqpUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();

        // Declaring a queue with other arguments than it has is an error: this declares what it must be.
        var declared = await channel.QueueDeclareAsync(
            "parcel-send-parcel", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 1_000_000_000,
            });

        declared.QueueName.ShouldBe("parcel-send-parcel");
    }
}
