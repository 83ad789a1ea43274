using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

/// <summary>One process of the parcel service, as far as messaging is concerned.</summary>
internal sealed class ParcelHost : IAsyncDisposable
{
    /// <summary>Where no broker is.</summary>
    public static readonly Uri NoBroker = new("amqp://127.0.0.1:1/");

    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(30);
    private readonly IHost host;
    private readonly KeptLog log;

    private ParcelHost(IHost host, KeptLog log)
    {
        this.host = host;
        this.log = log;
    }

    /// <summary>Warnings and errors.</summary>
    public IReadOnlyCollection<LogLine> Logged => log.Lines;

    public Sight Sight => host.Services.GetRequiredService<Sight>();

    internal Measuring.IStandingMessages Standing => host.Services.GetRequiredService<Measuring.IStandingMessages>();

    public PoisonMessages Poison => host.Services.GetRequiredService<PoisonMessages>();

    /// <remarks>Without <paramref name="rabbitMq"/> messages travel in memory.</remarks>
    public static async Task<ParcelHost> StartAsync(
        TestDatabases databases, Uri? rabbitMq, Func<SendParcel, Task>? before = null, int concurrency = 16, bool consumes = true)
    {
        var kept = new KeptLog();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Persistence:ConnectionString"] = databases.ConnectionString,
            ["Persistence:DatabasePrefix"] = databases.Prefix,
            ["Messaging:Transport"] = rabbitMq is null ? "memory" : "rabbitmq",
            ["Messaging:RabbitMq"] = rabbitMq?.ToString(),
            ["Messaging:Concurrency"] = $"{concurrency}",
            ["Messaging:SweepSeconds"] = "0.3",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(kept);
        var sight = new Sight();
        sight.Before = before ?? sight.Before;
        builder.Services.AddSingleton(sight);
        builder.AddModuleDatabase<ParcelDbContext>("parcel");
        builder.AddPlatformMessaging([("parcel", bus =>
        {
            if (consumes)
            {
                bus.AddConsumer<SendParcelConsumer, ParcelDbContext>();
                bus.AddStatelessConsumer<WeighParcelConsumer, ParcelDbContext>();
                bus.AddSaga<JourneySaga, ParcelJourney, ParcelDbContext>();
                bus.AddBroadcastConsumer<ParcelAnnouncedConsumer>();
            }
        })]);
        var built = builder.Build();
        await using (var scope = built.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ParcelDbContext>().Database.EnsureCreatedAsync();
        }

        await built.StartAsync();
        if (rabbitMq != NoBroker)
        {
            // A host starts without waiting for its broker; most tests are about what comes then.
            (await built.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Connecting))
                .ShouldBe(BusHealthStatus.Healthy);
        }

        return new ParcelHost(built, kept);
    }

    /// <summary>Publishes in one transaction, committed or rolled back.</summary>
    public async Task PublishAsync(
        IReadOnlyList<object> messages, Guid key, DateTimeOffset? due = null, bool commit = true, object? row = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ParcelDbContext>();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox<ParcelDbContext>>();
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            if (row is not null)
            {
                context.Add(row);
            }

            foreach (var message in messages)
            {
                switch (message)
                {
                    case SendParcel send:
                        outbox.Publish(send, key, due);
                        break;
                    case ParcelWeighed weighed:
                        outbox.Publish(weighed, key, due);
                        break;
                    case WeighParcel weigh:
                        outbox.Publish(weigh, key, due);
                        break;
                    case ParcelLost lost:
                        outbox.Publish(lost, key, due);
                        break;
                    case ParcelAnnounced announced:
                        outbox.Publish(announced, key, due);
                        break;
                    case Contracts.IdentifyCustomer identify:
                        outbox.Publish(identify, key, due);
                        break;
                    default:
                        throw new ArgumentException($"{message.GetType()} is not among the messages of these tests.", nameof(messages));
                }
            }

            await context.SaveChangesAsync();
            if (commit)
            {
                await transaction.CommitAsync();
            }
        });
    }

    public async Task<T> QueryAsync<T>(Func<ParcelDbContext, Task<T>> query)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<ParcelDbContext>());
    }

    public Task<int> ParcelsAsync() => QueryAsync(context => context.Parcels.CountAsync());

    /// <summary>Rows of the outbox, delayed ones included.</summary>
    public Task<int> OutboxAsync() =>
        QueryAsync(context => context.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from outbox").SingleAsync());

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
