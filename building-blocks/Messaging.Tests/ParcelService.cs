using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace WeChatPlatform.Messaging.Tests;

// A module made for these tests: parcels are sent, weighed, and followed by a saga.

public sealed record SendParcel(Guid ParcelId, int Number);

public sealed record WeighParcel(Guid ParcelId, int Grams);

public sealed record ParcelWeighed(Guid ParcelId, int Grams);

public sealed record ParcelAnnounced(Guid ParcelId);

// The saga's own: nobody else knows it.
internal sealed record ParcelLost(Guid ParcelId);

public sealed class Parcel
{
    public long Id { get; init; }

    public required Guid ParcelId { get; init; }

    public required int Number { get; init; }
}

public sealed class ParcelJourney : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public int Weighings { get; set; }

    public int Grams { get; set; }

    public Guid? Recipient { get; set; }

    public DateTimeOffset? LostAt { get; set; }

    public IReadOnlyList<string> Stamps { get; set; } = [];
}

public sealed class ParcelDbContext(DbContextOptions<ParcelDbContext> options) : DbContext(options)
{
    public DbSet<Parcel> Parcels => Set<Parcel>();

    public DbSet<ParcelJourney> Journeys => Set<ParcelJourney>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ParcelJourney>(journey =>
        {
            journey.HasKey(j => j.CorrelationId);
            journey.Property(j => j.Stamps).HasConversion(
                stamps => string.Join(' ', stamps),
                text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                new ValueComparer<IReadOnlyList<string>>((a, b) => ReferenceEquals(a, b), stamps => stamps.Count, stamps => stamps));
        });
        modelBuilder.AddMessagingTables();
    }
}

/// <summary>What a test makes a consumer do, and what it saw. One for each host.</summary>
public sealed class Sight
{
    public ConcurrentQueue<int> Handled { get; } = new();

    public ConcurrentQueue<Guid> Asked { get; } = new();

    public ConcurrentQueue<Guid> Announced { get; } = new();

    /// <summary>What the consumer that keeps nothing does besides answering.</summary>
    public Action<ParcelDbContext> WhileWeighing { get; set; } = _ => { };

    /// <summary>Runs inside the consumer, before it changes anything.</summary>
    public Func<SendParcel, Task> Before { get; set; } = _ => Task.CompletedTask;
}

public sealed class SendParcelConsumer(ParcelDbContext parcels, Sight sight) : IConsumer<SendParcel>
{
    public async Task Consume(ConsumeContext<SendParcel> context)
    {
        await sight.Before(context.Message);
        parcels.Add(new Parcel { ParcelId = context.Message.ParcelId, Number = context.Message.Number });
        sight.Handled.Enqueue(context.Message.Number);
    }
}

/// <summary>Keeps nothing.</summary>
public sealed class WeighParcelConsumer(ParcelDbContext parcels, IOutbox<ParcelDbContext> outbox, Sight sight) : IConsumer<WeighParcel>
{
    public Task Consume(ConsumeContext<WeighParcel> context)
    {
        var parcel = context.Message.ParcelId;
        outbox.Publish(new ParcelWeighed(parcel, context.Message.Grams), parcel);
        sight.WhileWeighing(parcels);
        sight.Asked.Enqueue(parcel);
        return Task.CompletedTask;
    }
}

public sealed class ParcelAnnouncedConsumer(Sight sight) : IConsumer<ParcelAnnounced>
{
    public Task Consume(ConsumeContext<ParcelAnnounced> context)
    {
        sight.Announced.Enqueue(context.Message.ParcelId);
        return Task.CompletedTask;
    }
}

internal sealed class JourneySaga : MassTransitStateMachine<ParcelJourney>
{
    public JourneySaga()
    {
        InstanceState(journey => journey.CurrentState);
        Event(() => Weighed, e =>
        {
            e.CorrelateById(context => context.Message.ParcelId);
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => Lost, e => e.CorrelateById(context => context.Message.ParcelId));
        During(
            Travelling,
            When(Weighed).Then(context =>
            {
                context.Saga.Weighings++;
                context.Saga.Grams += context.Message.Grams;
            }),
            When(Lost).Then(context => context.Saga.LostAt = DateTimeOffset.UnixEpoch));
    }

    public State Travelling { get; private set; } = null!;

    public Event<ParcelWeighed> Weighed { get; private set; } = null!;

    public Event<ParcelLost> Lost { get; private set; } = null!;
}
