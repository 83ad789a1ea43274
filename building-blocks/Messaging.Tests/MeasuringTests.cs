using WeChatPlatform.Messaging.Measuring;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>Meters are the process's: these run when no other test does.</summary>
[Collection(nameof(WholeProcess))]
public sealed class MeasuringTests : IAsyncLifetime
{
    private const string Queue = "queue=parcel-send-parcel";
    private TestDatabases databases = null!;

    public async ValueTask InitializeAsync() => databases = await TestServers.CreateDatabasePrefixAsync();

    public ValueTask DisposeAsync() => databases.DisposeAsync();

    [Fact]
    public async Task Every_message_is_measured_once_however_often_it_was_tried()
    {
        var tries = 0;
        await using var host = await ParcelHost.StartAsync(databases, rabbitMq: null, _ => ++tries < 3
            ? throw new InvalidOperationException("not yet")
            : Task.CompletedTask);
        using var readings = new Readings();
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());

        await Eventually.Holds("it is handled", () => readings.Of("wechat.consumer.duration", "message=SendParcel", Queue) == 1);
        readings.ShouldSatisfyAllConditions(
            read => read.Of("wechat.consumer.wait", "message=SendParcel", Queue).ShouldBe(1),
            read => read.Of("wechat.consumer.retried", Queue).ShouldBe(2),
            read => read.Of("wechat.consumer.active", Queue).ShouldBe(0),
            read => read.Of("wechat.messages.poisoned", Queue).ShouldBe(0));
    }

    [Fact]
    public async Task A_message_that_is_given_up_is_counted_with_either_transport()
    {
        await using var virtualHost = await TestServers.CreateVirtualHostAsync();
        foreach (var rabbitMq in new[] { null, virtualHost.AmqpUri })
        {
            await using var own = await TestServers.CreateDatabasePrefixAsync();
            await using var host = await ParcelHost.StartAsync(own, rabbitMq, _ => throw new InvalidOperationException("broken"));
            using var readings = new Readings();
            await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());

            await Eventually.Holds("it is given up", () => readings.Of("wechat.messages.poisoned", Queue) == 1);
            readings.ShouldSatisfyAllConditions(
                read => read.Of("wechat.consumer.retried", Queue).ShouldBe(3),
                read => read.Of("wechat.consumer.wait", "message=SendParcel", Queue).ShouldBe(1),
                read => read.Of("wechat.messages.poisoned", Queue).ShouldBe(1));
        }
    }

    [Fact]
    public async Task A_broadcast_is_measured_under_a_name_that_a_restart_does_not_change()
    {
        await using var host = await ParcelHost.StartAsync(databases, rabbitMq: null);
        using var readings = new Readings();
        await host.PublishAsync([new ParcelAnnounced(Guid.NewGuid())], Guid.NewGuid());

        await Eventually.Holds("it is heard", () =>
            readings.Of("wechat.consumer.duration", "message=ParcelAnnounced", "queue=parcel-parcel-announced") == 1);
    }

    [Fact]
    public void An_outbox_ages_between_two_sweeps_and_is_young_again_when_it_is_empty()
    {
        var clock = new FakeClock();
        using var readings = new Readings();
        const string module = "module=ageing";

        OutboxBacklogs.Report("ageing", count: 4, TimeSpan.FromSeconds(3), clock.GetUtcNow(), clock);
        clock.Advance(TimeSpan.FromSeconds(2));

        readings.Of("wechat.outbox.pending", module).ShouldBe(4);
        readings.Of("wechat.outbox.lag", module).ShouldBe(5);
        readings.Of("wechat.outbox.sweep.age", module).ShouldBe(2);

        OutboxBacklogs.Report("ageing", count: 0, TimeSpan.Zero, clock.GetUtcNow(), clock);
        clock.Advance(TimeSpan.FromSeconds(7));

        readings.Of("wechat.outbox.pending", module).ShouldBe(0);
        readings.Of("wechat.outbox.lag", module).ShouldBe(0);
        readings.Of("wechat.outbox.sweep.age", module).ShouldBe(7);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_pending_and_grows_old()
    {
        await using var host = await ParcelHost.StartAsync(databases, rabbitMq: null);
        using var readings = new Readings();
        await host.QueryAsync(async context =>
        {
            // No version knows this message: its row stays.
            context.Add(new Outbox.OutboxRow
            {
                MessageId = Guid.NewGuid(), MessageType = "Unknown", Body = "{}", OrderingKey = Guid.NewGuid(), Lane = 0,
                DueAt = Outbox.OutboxRow.AtOnce, CreatedAt = DateTimeOffset.UtcNow.AddMinutes(-1),
            });
            return await context.SaveChangesAsync();
        });

        await Eventually.Holds("it is pending and old", () => readings.Of("wechat.outbox.lag", "module=parcel") >= 60);
        readings.Of("wechat.outbox.pending", "module=parcel").ShouldBe(1);
        readings.Of("wechat.outbox.sweep.age", "module=parcel").ShouldBeLessThan(60);
    }
}

[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
