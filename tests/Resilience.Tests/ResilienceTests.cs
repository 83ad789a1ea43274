using System.Diagnostics;
using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Resilience.Tests;

/// <summary>
/// What happens to customers while something is done to the platform. Messages come in all the time; after each story
/// every message that was ever written has exactly one decision, and every service knows of it once.
/// </summary>
/// <remarks>
/// RESILIENCE_LONG=1 rolls and restarts every service instead of some, and cuts each network for a minute instead of all at
/// once for some seconds; RESILIENCE_RATE is messages a second;
/// RESILIENCE_LOGS names a folder that the logs of all processes are put into when a story fails.
/// </remarks>
public sealed class ResilienceTests(LoadedPlatform platform) : IClassFixture<LoadedPlatform>
{
    private const int Longest = 600_000;

    // A promise of the platform, and generous: a turn takes two seconds, most of it the merge window.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TimeToRecover = TimeSpan.FromSeconds(90);
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("RESILIENCE_LONG") is { Length: > 0 };

    private static readonly double Rate =
        double.TryParse(Environment.GetEnvironmentVariable("RESILIENCE_RATE"), CultureInfo.InvariantCulture, out var rate) ? rate : 2;

    private static readonly TimeSpan CutTime = TimeSpan.FromSeconds(IsLong ? 60 : 8);

    /// <summary>What is cut; everything at the same time when there are many seconds less for it.</summary>
    public static TheoryData<string> Networks => IsLong ? ["RabbitMQ", "PostgreSQL", "Redis", "agents", "everything"] : ["everything"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PlatformStack Stack => platform.Stack;

    private PlatformServers Servers => platform.Servers;

    [Fact(Timeout = Longest)]
    public Task A_rolling_restart_lets_no_customer_wait() => TellAsync(
        async () =>
        {
            foreach (var service in IsLong ? Stack.Services : ["message", "ai", PlatformStack.Gateway])
            {
                await Stack.RollAsync(service, Ct);
                Say($"{service} rolled");
            }
        },
        LongestWait);

    [Fact(Timeout = Longest)]
    public Task A_restart_of_the_only_replica_loses_nothing() => TellAsync(async () =>
    {
        foreach (var service in IsLong ? Stack.Services : ["message"])
        {
            await Stack.RestartAsync(service, Ct);
            Say($"{service} restarted");
        }
    });

    [Fact(Timeout = Longest)]
    public Task A_restart_of_RabbitMQ_is_survived() => TellAsync(async () =>
    {
        await Servers.StopRabbitMqAsync();
        await ServesAsync("accepts messages without RabbitMQ");
        await Servers.StartRabbitMqAsync(Ct);
    });

    [Fact(Timeout = Longest)]
    public Task A_restart_of_PostgreSQL_is_survived() => TellAsync(async () =>
    {
        await Servers.StopPostgresAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), Ct);
        await Servers.StartPostgresAsync(Ct);
    });

    [Fact(Timeout = Longest)]
    public Task A_restart_of_Redis_is_not_noticed() => TellAsync(
        async () =>
        {
            await Servers.StopRedisAsync();
            await ServesAsync("accepts messages without Redis");
            await Servers.StartRedisAsync(Ct);
        },
        LongestWait);

    /// <summary>Nobody is told that the connections from before are lost: the services find out by asking.</summary>
    [Theory(Timeout = Longest)]
    [MemberData(nameof(Networks))]
    public Task A_cut_network_is_survived(string to) => TellAsync(async () =>
    {
        var networks = to switch
        {
            "RabbitMQ" => [Servers.ToRabbitMq!],
            "PostgreSQL" => [Servers.ToPostgres],
            "Redis" => [Servers.ToRedis!],
            "agents" => [Stack.ToGateway],
            _ => new[] { Servers.ToRabbitMq!, Servers.ToPostgres, Servers.ToRedis!, Stack.ToGateway },
        };
        Array.ForEach(networks, network => network.Cut());
        await Task.Delay(CutTime, Ct);
        Array.ForEach(networks, network => network.Heal(keep: false));
    });

    /// <summary>The messages that the platform takes at this moment.</summary>
    private async Task ServesAsync(string what)
    {
        var before = Accepted();
        await Eventually.Holds(what, () => Accepted() > before + 4, TimeToRecover);
    }

    private int Accepted() => platform.Load.Asked.Count(question => question.AcceptedAt != 0);

    private async Task TellAsync(Func<Task> story, TimeSpan? longestWait = null)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        try
        {
            await platform.StartedAsync(Ct);
            var start = Stopwatch.GetTimestamp();
            var offering = platform.Load.OfferAsync(Rate, over.Token);
            await ServesAsync("the platform serves before the story");
            await story();
            await ServesAsync("the platform serves after the story");
            var told = Stopwatch.GetElapsedTime(start);
            await over.CancelAsync();
            await offering;
            await platform.Load.SettleAsync(TimeToRecover);

            var asked = platform.Load.Asked.Where(question => question.AskedAt >= start).ToList();
            var longest = asked.Max(question => question.FromAsked);
            Say($"told in {told.TotalSeconds:0.0} s, at rest after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s: {asked.Count} messages, "
                + $"longest wait {longest.TotalSeconds:0.0} s ({asked.Max(question => question.FromAccepted).TotalSeconds:0.0} s from accepted), "
                + $"median {asked.Select(question => question.FromAsked.TotalSeconds).Order().ElementAt(asked.Count / 2):0.0} s, "
                + $"{asked.Count(question => question.Tries > 1)} handed in more than once");
            if (longestWait is { } most)
            {
                longest.ShouldBeLessThan(most);
            }

            await Books.BalanceAsync(platform);
        }
        catch (Exception failure) when (failure is not ServersMissingException)
        {
            await over.CancelAsync();
            if (Stack is not null)
            {
                await platform.KeepLogsAsync();
                TestContext.Current.TestOutputHelper?.WriteLine(Stack.Tails());
            }

            throw;
        }
    }

    private static void Say(string line) =>
        TestContext.Current.TestOutputHelper?.WriteLine(line);
}
