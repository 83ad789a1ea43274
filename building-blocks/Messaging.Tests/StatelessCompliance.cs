using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>What both transports promise of a consumer that keeps nothing.</summary>
public abstract partial class MessagingCompliance
{
    [Fact]
    public async Task A_question_that_comes_twice_is_answered_once_for_its_reader()
    {
        var host = await StartAsync(concurrency: 1);
        var parcel = Guid.NewGuid();
        await host.PublishAsync([], parcel, row: new ParcelJourney { CorrelationId = parcel, CurrentState = "Travelling" });
        await host.PublishAsync([new WeighParcel(parcel, 5)], parcel, DateTimeOffset.UtcNow.AddHours(1));
        await host.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            """
            insert into outbox (message_id, message_type, body, ordering_key, lane, due_at, created_at)
            select message_id, message_type, body, ordering_key, lane, '-infinity', created_at from outbox;
            update outbox set due_at = '-infinity'
            """));
        await Eventually.Holds("both questions are on their way", async () =>
            host.Sight.Asked.Count >= (RabbitMq is null ? 1 : 2) && await host.OutboxAsync() == 0);

        // One at a time is read from each queue: once this one is counted, nothing before it is left.
        await host.PublishAsync([new WeighParcel(parcel, 1000)], parcel);

        await Eventually.Holds("the last weighing is counted", async () => (await JourneyAsync(host)).Grams >= 1000);
        (await JourneyAsync(host)).ShouldSatisfyAllConditions(
            journey => journey.Grams.ShouldBe(1005), journey => journey.Weighings.ShouldBe(2));
    }

    [Fact]
    public async Task A_consumer_that_keeps_nothing_is_tried_again_like_any_other()
    {
        var tries = 0;
        var host = await StartAsync();
        var parcel = Guid.NewGuid();
        host.Sight.WhileWeighing = _ =>
        {
            if (Interlocked.Increment(ref tries) < 3)
            {
                throw new InvalidOperationException("not yet");
            }
        };
        await host.PublishAsync([], parcel, row: new ParcelJourney { CorrelationId = parcel, CurrentState = "Travelling" });
        await host.PublishAsync([new WeighParcel(parcel, 5)], parcel);

        await Eventually.Holds("the weighing is counted", async () => (await JourneyAsync(host)).Weighings == 1);
        tries.ShouldBe(3);
    }

    private static Task<ParcelJourney> JourneyAsync(ParcelHost host) =>
        host.QueryAsync(context => context.Journeys.AsNoTracking().SingleAsync());
}
