using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using WeChatPlatform.Compliance.Node;
using WeChatPlatform.Messaging;
using WeChatPlatform.Messaging.Poison;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Compliance.Tests;

/// <summary>
/// One run of all modules through every fail point, and what is found when it is over. Nodes are processes of their own: they
/// die by SIGKILL and are started again, while this process goes on publishing through the modules' outboxes.
/// </summary>
public abstract class StorageRun : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Between two rounds of traffic. A few are enough to reach every place; more of them only make a backlog for later.
    private const int QuickRounds = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);
    private readonly string folder = Directory.CreateTempSubdirectory("compliance-").FullName;
    private readonly List<NodeProcess> everyNode = [];
    private readonly Dictionary<string, Outcome> outcomes = new(StringComparer.Ordinal);
    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private NodeProcess[] nodes = [];
    private Dictionary<string, string?> settings = [];
    private TestDatabases? databases;
    private IHost publisher = null!;

    /// <summary>How many processes share the work.</summary>
    protected abstract int Replicas { get; }

    internal Traffic Traffic { get; private set; } = null!;

    /// <summary>Every process of the run, in the order of their starts.</summary>
    internal IReadOnlyList<NodeLife> Lives { get; private set; } = [];

    /// <summary>What was parked while every module was broken, after all nodes had been killed.</summary>
    internal IReadOnlyList<PoisonMessage> Parked { get; private set; } = [];

    /// <summary>What was parked when the run was over.</summary>
    internal IReadOnlyList<PoisonMessage> StillParked { get; private set; } = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PoisonMessages Poison => publisher.Services.GetRequiredService<PoisonMessages>();

    private IEnumerable<ModuleDatabase> Databases => publisher.Services.GetServices<ModuleDatabase>();

    public async ValueTask InitializeAsync()
    {
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Persistence:ConnectionString"] = databases.ConnectionString,
            ["Persistence:DatabasePrefix"] = databases.Prefix,
            ["Messaging:SweepSeconds"] = "0.2",
        };
        foreach (var (key, value) in await TransportAsync())
        {
            settings[key] = value;
        }

        await MigrateAsync();
        Tell("the databases are there");

        // Never started: it writes into the outboxes, the nodes' relays find the rows.
        publisher = NodeHost.Build(settings, follows: true);
        Traffic = new Traffic(publisher.Services);
        await RunAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var node in everyNode)
        {
            await node.DisposeAsync();
        }

        if (publisher is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        if (databases is not null)
        {
            await databases.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal Outcome Of(string module) => outcomes[module];

    /// <summary>Settings of the transport.</summary>
    protected abstract Task<IReadOnlyDictionary<string, string?>> TransportAsync();

    /// <summary>True when no message waits in the transport.</summary>
    protected abstract Task<bool> IsTransportEmptyAsync();

    /// <summary>Reads what the transport kept; all nodes are gone.</summary>
    protected virtual Task ReadTransportAsync() => Task.CompletedTask;

    private async Task RunAsync()
    {
        nodes = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(StartAsync));
        await ReadyAsync();
        await ExecuteAsync($"insert into {Effect.BrokenTable} values (now())");
        await Traffic.FragileAsync(Ct);

        var strike = 0;
        foreach (var point in Enum.GetValues<FailPoint>())
        {
            await StrikeAsync([strike++ % Replicas], point, passes: 1);
        }

        await MoreStrikesAsync();

        await Eventually.Holds("what fails is parked", async () => await HasParkedAsync(), Patience);
        Tell("what fails is parked");

        // One falls due while nobody lives, the other one afterwards.
        await Traffic.DelayedAsync(TimeSpan.FromSeconds(1), Ct);
        await Traffic.DelayedAsync(TimeSpan.FromSeconds(3), Ct);
        await Task.WhenAll(nodes.Select(node => node.KillAsync()));
        nodes = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(StartAsync));
        await ReadyAsync();

        Parked = await Poison.ListAsync(Ct);
        await ExecuteAsync($"delete from {Effect.BrokenTable}");
        await Poison.RedeliverAsync(messageId: null, Ct);
        await nodes[0].KillAsync();
        nodes[0] = await StartAsync(0);
        await ReadyAsync();

        await SettleAsync();
        Tell($"all is settled, {Traffic.Count} errands");
        StillParked = await Poison.ListAsync(Ct);
        await Task.WhenAll(nodes.Select(node => node.StopAsync()));
        Lives = [.. everyNode.Select(node => node.Life())];
        await ReadTransportAsync();
        await ReadOutcomesAsync();
        Tell("the run is over");
    }

    /// <summary>COMPLIANCE_STRIKES more of them at points, replicas and moments that COMPLIANCE_SEED chooses; none when it is not set.</summary>
    private async Task MoreStrikesAsync()
    {
        var count = Number("COMPLIANCE_STRIKES") ?? 0;
        var seed = Number("COMPLIANCE_SEED") ?? Environment.TickCount;
        var random = new Random(seed);
        for (var strike = 0; strike < count; strike++)
        {
            var victims = Enumerable.Range(0, Replicas).Where(_ => random.Next(2) == 0).DefaultIfEmpty(strike % Replicas).ToArray();
            var point = random.GetItems(Enum.GetValues<FailPoint>(), 1)[0];
            Tell($"strike {strike + 1} of {count} with seed {seed}");
            await StrikeAsync(victims, point, passes: random.Next(4));
        }
    }

    /// <summary>Publishes until the victims are dead, and starts them again.</summary>
    private async Task StrikeAsync(int[] victims, FailPoint point, int passes)
    {
        await Task.WhenAll(victims.Select(victim => nodes[victim].ArmAsync(point, passes)));
        var clock = Stopwatch.StartNew();
        for (var round = 0; !victims.All(victim => nodes[victim].IsDead); round++)
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException(
                    $"The fail point {point} was not reached in every module. Last words:\n{string.Join("\n\n", nodes.Select(node => node.Log))}");
            }

            await Traffic.RoundAsync(Ct);
            await Task.WhenAny(
                Task.WhenAll(victims.Select(victim => nodes[victim].DeathAsync())),
                Task.Delay(round < QuickRounds ? Pause : LongPause, Ct));
            Ct.ThrowIfCancellationRequested();
        }

        Tell($"{string.Join(" and ", victims)} died at {point}");

        foreach (var victim in victims)
        {
            nodes[victim] = await StartAsync(victim);
        }

        await ReadyAsync();
    }

    private async Task<NodeProcess> StartAsync(int replica)
    {
        var node = await NodeProcess.StartAsync(settings, follows: replica == 0, folder);
        everyNode.Add(node);
        return node;
    }

    private async Task ReadyAsync()
    {
        await Task.WhenAll(nodes.Select(node => node.ReadyAsync()));
        Tell($"all nodes are ready, {Traffic.Count} errands so far");
    }

    private void Tell(string what) => TestContext.Current.SendDiagnosticMessage("{0:0.0} s: {1}", sinceStart.Elapsed.TotalSeconds, what);

    private async Task<bool> HasParkedAsync() =>
        (await Poison.ListAsync(Ct)).Select(message => message.Queue).Distinct().Count() == ModuleUnderTest.All.Count;

    private async Task SettleAsync()
    {
        var calm = Stopwatch.StartNew();
        while (calm.Elapsed < Patience)
        {
            await ReadOutcomesAsync();
            if (await IsTransportEmptyAsync() && ModuleUnderTest.All.All(IsSettled))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), Ct);
        }

        // No failure here: the tests say what is missing, and in which module.
    }

    private bool IsSettled(ModuleUnderTest module)
    {
        var outcome = outcomes[module.Name];
        var all = Traffic.Of(module.Name).Count;
        return outcome.Outbox == 0
            && outcome.Journeys.Values.Sum(numbers => numbers.Length) >= all
            && outcome.Effects.GroupBy(effect => effect.Queue).Count(queue => queue.Count() >= all) == 3;
    }

    private async Task ReadOutcomesAsync()
    {
        foreach (var database in Databases)
        {
            outcomes[database.Module] = await Outcome.ReadAsync(database, Ct);
        }
    }

    // By the modules' own contexts, without the suite's tables in their models.
    private async Task MigrateAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        foreach (var module in ModuleUnderTest.All)
        {
            module.AddDatabase(builder);
        }

        using var host = builder.Build();
        await host.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(Ct);
        foreach (var database in host.Services.GetServices<ModuleDatabase>())
        {
            await ExecuteAsync(database, Effect.CreateTables);
        }
    }

    private Task ExecuteAsync(string sql) => Task.WhenAll(Databases.Select(database => ExecuteAsync(database, sql)));

    private static async Task ExecuteAsync(ModuleDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
