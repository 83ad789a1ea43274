using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.LocalServers;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Caching.Tests;

/// <summary>Everything works on while Redis is away, and nothing old is served when it is back.</summary>
public sealed class RedisAwayTests
{
    private const int RedisAway = 400;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly CacheKind Kind = new("card", 1, Minute);
    private static readonly CacheKind Local = new("local", 1, Minute) { LocalOnly = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_starts_without_redis_works_degraded_and_takes_it_when_it_comes()
    {
        await using var folder = new RedisFolder();
        var port = (await folder.StartAsync()).Port;
        var address = folder.Server.ConnectionString;
        await folder.StopAsync();
        await using var process = await CacheProcess.StartAsync(
            ("Caching:Store", "redis"), ("Caching:Redis", address), ("Caching:HeartbeatMilliseconds", "100"));

        (await process.StateAsync()).ShouldBe("degraded");
        (await process.ReadAsync(Kind, "a", "first")).ShouldBe("first");
        (await process.ReadAsync(Kind, "a", "second")).ShouldBe("second");
        await process.ReadAsync(Local, "a", "first");
        (await process.ReadAsync(Local, "a", "second")).ShouldBe("first");
        (await process.Counters.AddAsync("tries", "a", Minute, Ct)).Count.ShouldBe(1);
        await Eventually.Holds("it is told", () => process.Log.Count(line => line.EventId == RedisAway) == 1);

        await folder.StartAsync(port);
        await process.BecomesAsync("healthy");
        await process.ReadAsync(Kind, "a", "third");
        (await process.ReadAsync(Kind, "a", "fourth")).ShouldBe("third");
    }

    [Fact]
    public async Task A_server_that_stops_is_missed_once_in_the_log_and_used_again_when_it_is_back()
    {
        await using var folder = new RedisFolder();
        var port = (await folder.StartAsync()).Port;
        await using var process = await CacheProcess.StartWithRedisAsync(Settings(folder.Server.ConnectionString));
        await process.ReadAsync(Kind, "a", "first");
        await process.Counters.AddAsync("tries", "a", Minute, Ct);

        // A machine that is busy may have kept it from its server for a moment before.
        await process.BecomesAsync("healthy");
        var toldBefore = process.Log.Count(line => line.EventId == RedisAway);

        await folder.StopAsync();
        await process.BecomesAsync("degraded");

        (await process.ReadAsync(Kind, "a", "second")).ShouldBe("second");
        (await process.Counters.AddAsync("tries", "a", Minute, Ct)).ShouldSatisfyAllConditions(
            value => value.Count.ShouldBe(2, "it goes on from the last count it saw"),
            value => value.IsAlone.ShouldBeTrue());
        await using (var held = await process.Locks.TryTakeAsync("import", "a", Minute, Ct))
        {
            held.ShouldNotBeNull();
            (await process.Locks.TryTakeAsync("import", "a", Minute, Ct)).ShouldBeNull();
        }

        (await process.MetricsAsync()).ShouldContain("wechat_cache_degraded");
        process.Log.Count(line => line.EventId == RedisAway).ShouldBe(toldBefore + 1);

        await folder.StartAsync(port);
        await process.BecomesAsync("healthy");
        await process.ReadAsync(Kind, "a", "third");
        (await process.ReadAsync(Kind, "a", "fourth")).ShouldBe("third");

        // A server that was restarted knows no scripts: they are sent again.
        (await process.Counters.AddAsync("tries", "a", Minute, Ct)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_answer_on_a_line_that_went_silent()
    {
        await using var folder = new RedisFolder();
        await using var line = new NetworkLine((await folder.StartAsync()).Port);
        await using var process = await CacheProcess.StartWithRedisAsync(Settings(Through(line, folder.Server)));

        line.FallSilent();

        // Half a second each for those that find it out, and nothing for those after them.
        foreach (var number in Enumerable.Range(0, 100))
        {
            (await process.ReadAsync(Kind, $"{number}", "loaded")).ShouldBe("loaded");
        }

        await process.BecomesAsync("degraded");
        line.Mend();
        await process.BecomesAsync("healthy");
    }

    [Fact]
    public async Task A_replica_that_missed_a_removal_does_not_serve_its_copy_when_it_is_back()
    {
        await using var folder = new RedisFolder();
        await using var line = new NetworkLine((await folder.StartAsync()).Port);
        await using var near = await CacheProcess.StartWithRedisAsync(Settings(folder.Server.ConnectionString));
        await using var far = await CacheProcess.StartWithRedisAsync(Settings(Through(line, folder.Server)));
        await far.ReadAsync(Kind, "a", "old");
        line.Cut();
        await far.BecomesAsync("degraded");

        await near.Cache.RemoveAsync(Kind, "a", Ct);
        line.Mend();
        await far.BecomesAsync("healthy");

        (await far.ReadAsync(Kind, "a", "new")).ShouldBe("new");
    }

    [Fact]
    public async Task A_removal_by_a_replica_that_was_cut_off_is_made_up_for()
    {
        await using var folder = new RedisFolder();
        await using var line = new NetworkLine((await folder.StartAsync()).Port);
        await using var near = await CacheProcess.StartWithRedisAsync(Settings(folder.Server.ConnectionString));
        await using var far = await CacheProcess.StartWithRedisAsync(Settings(Through(line, folder.Server)));
        await near.ReadAsync(Kind, "a", "old");
        line.Cut();

        await far.Cache.RemoveAsync(Kind, "a", Ct);
        await far.BecomesAsync("degraded");
        (await near.ReadAsync(Kind, "a", "new")).ShouldBe("old");
        line.Mend();

        await Eventually.Holds("the other replica loads", async () => await near.ReadAsync(Kind, "a", "new") == "new");
    }

    [Fact]
    public async Task More_removals_than_are_remembered_remove_everything()
    {
        await using var folder = new RedisFolder();
        await using var line = new NetworkLine((await folder.StartAsync()).Port);
        await using var near = await CacheProcess.StartWithRedisAsync(Settings(folder.Server.ConnectionString));
        await using var far = await CacheProcess.StartWithRedisAsync(Settings(Through(line, folder.Server)));
        await near.ReadAsync(Kind, "the last", "old");
        line.Cut();
        await far.BecomesAsync("degraded");

        foreach (var number in Enumerable.Range(0, 10_000))
        {
            await far.Cache.RemoveAsync(Kind, number.ToString(CultureInfo.InvariantCulture), Ct);
        }

        await far.Cache.RemoveAsync(Kind, "the last", Ct);
        line.Mend();

        await Eventually.Holds(
            "the other replica loads", async () => await near.ReadAsync(Kind, "the last", "new") == "new", TimeSpan.FromSeconds(30));
    }

    private static (string Key, string Value)[] Settings(string address) => [("Caching:Store", "redis"), ("Caching:Redis", address)];

    private static string Through(NetworkLine line, LocalRedis server) =>
        server.ConnectionString.Replace($":{server.Port},", $":{line.Port},", StringComparison.Ordinal);

    private sealed class RedisFolder : IAsyncDisposable
    {
        private readonly string path = Path.Combine("/tmp", $"wechat-tests-{Environment.ProcessId}-{Guid.NewGuid():N}"[..36]);
        private LocalRedis? server;

        public LocalRedis Server => server!;

        public async Task<LocalRedis> StartAsync(int port = 0)
        {
            try
            {
                return server = await LocalRedis.StartAsync(
                    new LocalRedisOptions { DataFolder = Path.Combine(path, "redis"), Port = port },
                    NullLogger.Instance,
                    TimeProvider.System,
                    Ct);
            }
            catch (ServerNotInstalledException missing)
            {
                throw new ServersMissingException(missing);
            }
        }

        public async Task StopAsync()
        {
            await server!.DisposeAsync();
            server = null;
        }

        public async ValueTask DisposeAsync()
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }

            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }
}
