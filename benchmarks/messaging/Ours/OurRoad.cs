using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.MessagingBenchmark.Ours;

/// <summary>
/// The platform's own building blocks, with their default settings. The three consumers either have a transaction of their
/// own, or are registered as what they are: consumers that keep nothing.
/// </summary>
internal sealed class OurRoad : IRoad
{
    public const string Transactional = "ours";
    public const string Stateless = "stateless";

    private const string Module = "turn";
    private readonly IHost host;
    private readonly Waiters waiters;

    private OurRoad(string name, IHost host, string databaseConnection)
    {
        Name = name;
        this.host = host;
        waiters = host.Services.GetRequiredService<Waiters>();
        DatabaseConnection = databaseConnection;
    }

    public string Name { get; }

    public int InboxRows => Name == Stateless ? Texts.SagaMessages : Texts.HandledMessages;

    public string DatabaseConnection { get; }

    public static bool IsOne(string road) => road is Transactional or Stateless;

    public static async Task<OurRoad> StartAsync(
        string name, Servers servers, IReadOnlyDictionary<string, string?> settings, CancellationToken ct)
    {
        var prefix = name + "_";
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Persistence:ConnectionString"] = servers.Postgres,
            ["Persistence:DatabasePrefix"] = prefix,
            ["Messaging:Transport"] = "rabbitmq",
            ["Messaging:RabbitMq"] = servers.RabbitMq.ToString(),
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Services.AddSingleton<Waiters>();
        builder.AddModuleDatabase<TurnDbContext>(Module);
        builder.AddPlatformMessaging([(Module, bus =>
        {
            bus.AddSaga<TurnSaga, Turn, TurnDbContext>();
            if (name == Stateless)
            {
                bus.AddStatelessConsumer<FirstConsumer, TurnDbContext>();
                bus.AddStatelessConsumer<SecondConsumer, TurnDbContext>();
                bus.AddStatelessConsumer<ThirdConsumer, TurnDbContext>();
            }
            else
            {
                bus.AddConsumer<FirstConsumer, TurnDbContext>();
                bus.AddConsumer<SecondConsumer, TurnDbContext>();
                bus.AddConsumer<ThirdConsumer, TurnDbContext>();
            }

            bus.AddBroadcastConsumer<FinishedConsumer>();
        })]);
        var platform = builder.Build();
        await using (var scope = platform.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<TurnDbContext>().Database.EnsureCreatedAsync(ct);
        }

        await platform.StartAsync(ct);

        // A turn that is over before the queue of its last event is bound would be waited for for ever.
        await platform.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, ct);
        return new OurRoad(name, platform, Servers.Database(servers.Postgres, prefix + Module));
    }

    public async Task RunTurnAsync(Guid turnId, CancellationToken ct)
    {
        var finished = waiters.Expect(turnId);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<TurnDbContext>();
            scope.ServiceProvider.GetRequiredService<IOutbox<TurnDbContext>>()
                .Publish(new TurnStarted(turnId, Texts.Question), turnId);
            await context.SaveChangesAsync(ct);
        }

        await finished.WaitAsync(ct);
    }

    public Task<Stored> StoredAsync(CancellationToken ct) => Tables.CountAsync(
        DatabaseConnection, "select count(*) from turn where current_state = 'Finished'", ct);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
