using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>What both transports promise, on a real PostgreSQL.</summary>
public abstract partial class MessagingCompliance : IAsyncLifetime
{
    private readonly List<ParcelHost> hosts = [];
    private TestDatabases databases = null!;

    /// <summary>Absent means in memory.</summary>
    protected virtual Uri? RabbitMq => null;

    public virtual async ValueTask InitializeAsync() => databases = await TestServers.CreateDatabasePrefixAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        await databases.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_committed_message_is_handled_once_and_its_row_goes()
    {
        var host = await StartAsync();
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());

        await Eventually.Holds("the row goes after the message is handled", async () =>
            await host.ParcelsAsync() == 1 && await host.OutboxAsync() == 0);
    }

    [Fact]
    public async Task A_message_of_a_transaction_that_rolled_back_is_never_sent()
    {
        var host = await StartAsync();
        var key = Guid.NewGuid();
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], key, commit: false);
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 2)], key);

        await Eventually.Holds("the second message is handled", async () => await host.ParcelsAsync() == 1);
        host.Sight.Handled.ShouldBe([2]);
    }

    [Fact]
    public async Task A_message_that_comes_twice_has_one_effect()
    {
        var host = await StartAsync();
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid(), DateTimeOffset.UtcNow.AddHours(1));
        await host.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            """
            insert into outbox (message_id, message_type, body, ordering_key, lane, due_at, created_at)
            select message_id, message_type, body, ordering_key, lane, '-infinity', created_at from outbox;
            update outbox set due_at = '-infinity'
            """));

        await Eventually.Holds("both rows go", async () => await host.OutboxAsync() == 0);
        await Eventually.Holds("the message is handled", async () => await host.ParcelsAsync() > 0);
        (await host.ParcelsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Messages_of_one_key_are_handled_in_the_order_of_their_commits()
    {
        var host = await StartAsync(concurrency: 1);
        var key = Guid.NewGuid();
        for (var number = 0; number < 60; number += 3)
        {
            await host.PublishAsync(
                [new SendParcel(Guid.NewGuid(), number), new SendParcel(Guid.NewGuid(), number + 1), new SendParcel(Guid.NewGuid(), number + 2)],
                key);
        }

        await Eventually.Holds("all are handled", async () => await host.ParcelsAsync() == 60);
        host.Sight.Handled.ShouldBe(Enumerable.Range(0, 60));
    }

    [Fact]
    public async Task A_delayed_message_waits_for_its_time_and_outlives_a_restart()
    {
        var first = await StartAsync();
        var due = DateTimeOffset.UtcNow.AddSeconds(2);
        await first.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid(), due);
        await first.DisposeAsync();
        hosts.Remove(first);
        var second = await StartAsync();

        await Eventually.Holds("the delayed message is handled", async () => await second.ParcelsAsync() == 1);
        DateTimeOffset.UtcNow.ShouldBeGreaterThanOrEqualTo(due);
    }

    [Fact]
    public async Task A_message_that_always_fails_is_put_aside_with_its_reason_and_handled_when_put_back()
    {
        var host = await StartAsync(_ => throw new InvalidOperationException("the scale is broken"));
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 7)], Guid.NewGuid());
        IReadOnlyList<Poison.PoisonMessage> poison = [];
        await Eventually.Holds("the message is poison", async () =>
            (poison = await host.Poison.ListAsync(CancellationToken.None)).Count == 1);
        poison[0].ShouldSatisfyAllConditions(
            one => one.Queue.ShouldBe("parcel-send-parcel"),
            one => one.MessageType.ShouldBe(typeof(SendParcel).FullName),
            one => one.Reason.ShouldStartWith("System.InvalidOperationException at WeChatPlatform.Messaging.Tests."),
            one => one.Reason.ShouldNotContain("the scale is broken"));

        host.Sight.Before = _ => Task.CompletedTask;
        (await host.Poison.RedeliverAsync(poison[0].MessageId, CancellationToken.None)).ShouldBe(1);

        await Eventually.Holds("the message is handled", async () => await host.ParcelsAsync() == 1);
        (await host.Poison.ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_reason_of_a_poison_message_is_the_innermost_one()
    {
        var host = await StartAsync(_ => throw new InvalidOperationException(
            "see the inner exception", new FormatException("the label of 张三 is torn")));
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());

        await Eventually.Holds("the message is poison", async () =>
            (await host.Poison.ListAsync(CancellationToken.None)).Any(one => one.Reason.StartsWith("System.FormatException", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_poison_message_that_is_removed_is_gone()
    {
        var host = await StartAsync(_ => throw new InvalidOperationException("the scale is broken"));
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 7)], Guid.NewGuid());
        await Eventually.Holds("the message is poison", async () => (await host.Poison.ListAsync(CancellationToken.None)).Count == 1);

        (await host.Poison.RemoveAsync(Guid.NewGuid(), CancellationToken.None)).ShouldBe(0);
        (await host.Poison.RemoveAsync(messageId: null, CancellationToken.None)).ShouldBe(1);

        (await host.Poison.ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_message_ids_than_one_batch_are_forgotten_when_their_time_is_over()
    {
        var first = await StartAsync();
        await first.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            """
            insert into inbox (message_id, endpoint, consumed_at)
            select gen_random_uuid(), 'parcel-send-parcel', now() - interval '30 days' from generate_series(1, 12000)
            """));

        var second = await StartAsync();

        await Eventually.Holds("none is left", async () => await second.QueryAsync(context =>
            context.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from inbox").SingleAsync()) == 0);
    }

    [Fact]
    public async Task A_session_asks_the_server_to_notice_a_dead_client()
    {
        var host = await StartAsync();

        (await host.QueryAsync(context => context.Database.SqlQuery<string>($"select current_setting('tcp_keepalives_idle') as \"Value\"").SingleAsync()))
            .ShouldBe("15");
    }

    [Fact]
    public async Task A_failure_that_passes_is_tried_again_without_a_trace_of_the_first_try()
    {
        var tries = 0;
        var host = await StartAsync(_ => Interlocked.Increment(ref tries) < 3
            ? throw new InvalidOperationException("not yet")
            : Task.CompletedTask);
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());

        await Eventually.Holds("the message is handled", async () => await host.ParcelsAsync() == 1);
        tries.ShouldBe(3);
    }

    [Fact]
    public async Task Events_that_meet_in_one_saga_are_all_counted()
    {
        var host = await StartAsync();
        var parcel = Guid.NewGuid();
        var weighings = Enumerable.Range(1, 30).Select(grams => (object)new ParcelWeighed(parcel, grams)).ToList();
        await host.PublishAsync([], parcel, row: new ParcelJourney { CorrelationId = parcel, CurrentState = "Travelling" });

        await Task.WhenAll(weighings.Select(weighing => host.PublishAsync([weighing], Guid.NewGuid())));

        await Eventually.Holds("all weighings are counted", async () =>
            await host.QueryAsync(context => context.Journeys.Select(journey => journey.Weighings).SingleAsync()) == 30);
        (await host.QueryAsync(context => context.Journeys.Select(journey => journey.Grams).SingleAsync())).ShouldBe(465);
    }

    [Fact]
    public async Task An_event_for_a_saga_that_is_not_there_is_let_go()
    {
        var host = await StartAsync();
        await host.PublishAsync([new ParcelWeighed(Guid.NewGuid(), 1), new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());

        await Eventually.Holds("nothing is left", async () => await host.ParcelsAsync() == 1 && await host.OutboxAsync() == 0);
        (await host.Poison.ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_that_this_version_does_not_know_stay_and_hold_nothing_up()
    {
        var host = await StartAsync();
        await host.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            """
            insert into outbox (message_id, message_type, body, ordering_key, lane, due_at, created_at)
            select gen_random_uuid(), 'Parcels.Of.Tomorrow', '{{}}', gen_random_uuid(), number % 8, '-infinity', now()
            from generate_series(1, 8 * 250) number
            """));
        for (var number = 0; number < 16; number++)
        {
            await host.PublishAsync([new SendParcel(Guid.NewGuid(), number)], Guid.NewGuid());
        }

        await Eventually.Holds("the known ones are handled and gone", async () =>
            await host.ParcelsAsync() == 16 && await host.OutboxAsync() == 8 * 250);
    }

    [Fact]
    public async Task A_broadcast_reaches_every_process()
    {
        var host = await StartAsync();
        var parcel = Guid.NewGuid();
        await host.PublishAsync([new ParcelAnnounced(parcel)], parcel);

        await Eventually.Holds("the announcement is heard", () => host.Sight.Announced.Contains(parcel));
        await Eventually.Holds("its row goes", async () => await host.OutboxAsync() == 0);
    }

    [Fact]
    public async Task What_stands_in_a_queue_is_counted_until_it_is_handled()
    {
        var stuck = new TaskCompletionSource();
        var host = await StartAsync(_ => stuck.Task, concurrency: 1);

        // More than one reader fetches ahead of its work.
        const int many = 100;
        await host.PublishAsync(
            [.. Enumerable.Range(0, many).Select(number => new SendParcel(Guid.NewGuid(), number))], Guid.NewGuid());
        await Eventually.Holds("some stand", async () =>
            (await host.Standing.CountAsync(CancellationToken.None)).Single(queue => queue.Queue == "parcel-send-parcel").Waiting > 0);
        stuck.SetResult();

        await Eventually.Holds("none stands", async () =>
            await host.ParcelsAsync() == many
            && (await host.Standing.CountAsync(CancellationToken.None)).All(queue => queue.Waiting == 0));
    }

    [Fact]
    public async Task What_is_logged_of_a_failure_holds_none_of_the_exceptions_words()
    {
        var host = await StartAsync(_ => throw new InvalidOperationException("what 张三 wrote", new FormatException("李四")));
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1)], Guid.NewGuid());
        await Eventually.Holds("it is poison", async () => (await host.Poison.ListAsync(CancellationToken.None)).Count == 1);

        host.Logged.ShouldContain(line =>
            line.Category.StartsWith("MassTransit") && line.Text.Contains("System.FormatException"));
        host.Logged.Select(line => $"{line.Text} {line.Failure}").ShouldAllBe(text => !text.Contains("张三") && !text.Contains("李四"));
    }

    [Fact]
    public async Task Messages_put_aside_are_counted_until_they_are_put_back()
    {
        var host = await StartAsync(_ => throw new InvalidOperationException("the scale is broken"));
        (await host.Standing.CountAsync(CancellationToken.None)).ShouldAllBe(queue => queue.Poison == 0);
        await host.PublishAsync([new SendParcel(Guid.NewGuid(), 1), new SendParcel(Guid.NewGuid(), 2)], Guid.NewGuid());

        await Eventually.Holds("both are counted", async () =>
            (await host.Standing.CountAsync(CancellationToken.None)).Single(queue => queue.Queue == "parcel-send-parcel").Poison == 2);
        host.Sight.Before = _ => Task.CompletedTask;
        (await host.Poison.RedeliverAsync(messageId: null, CancellationToken.None)).ShouldBe(2);

        await Eventually.Holds("none is counted", async () =>
            (await host.Standing.CountAsync(CancellationToken.None)).All(queue => queue.Poison == 0));
    }

    private protected async Task<ParcelHost> StartAsync(
        Func<SendParcel, Task>? before = null, int concurrency = 16, bool consumes = true, bool connects = true)
    {
        var host = await ParcelHost.StartAsync(
            databases, RabbitMq is null || connects ? RabbitMq : ParcelHost.NoBroker, before, concurrency, consumes);
        hosts.Add(host);
        return host;
    }
}
