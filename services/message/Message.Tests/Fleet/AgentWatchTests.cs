using Microsoft.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Fleet;
using WeChatPlatform.Message.Tests.Agents;

namespace WeChatPlatform.Message.Tests.Fleet;

/// <summary>That an agent went silent, or is back, is said once, whatever the number of replicas.</summary>
public sealed class AgentWatchTests : IAsyncLifetime
{
    private SessionKit kit = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => kit = await SessionKit.StartAsync(Ct);

    public ValueTask DisposeAsync() => kit.DisposeAsync();

    [Fact]
    public async Task An_agent_is_offline_after_three_heartbeats_and_not_before()
    {
        await BeatAsync("agent-1");
        kit.Clock.Advance(TimeSpan.FromSeconds(90));
        (await LookAsync()).ShouldBe(0);

        kit.Clock.Advance(TimeSpan.FromTicks(10));

        (await LookAsync()).ShouldBe(1);
        (await LookAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_agent_that_is_back_is_told_of_once_and_may_go_again()
    {
        await BeatAsync("agent-1");
        kit.Clock.Advance(TimeSpan.FromSeconds(91));
        await LookAsync();

        await BeatAsync("agent-1");

        (await LookAsync()).ShouldBe(1);
        (await LookAsync()).ShouldBe(0);
        kit.Clock.Advance(TimeSpan.FromSeconds(91));
        (await LookAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Of_replicas_that_look_at_the_same_moment_one_tells_of_each_agent()
    {
        foreach (var number in Enumerable.Range(1, 20))
        {
            await BeatAsync($"agent-{number}");
        }

        kit.Clock.Advance(TimeSpan.FromSeconds(91));
        (await Task.WhenAll(Enumerable.Range(1, 6).Select(_ => LookAsync()))).Sum().ShouldBe(20);

        foreach (var number in Enumerable.Range(1, 5))
        {
            await BeatAsync($"agent-{number}");
        }

        (await Task.WhenAll(Enumerable.Range(1, 6).Select(_ => LookAsync()))).Sum().ShouldBe(5);
    }

    private Task BeatAsync(string agent) => kit.UseAsync<AgentSighting>(sighting => sighting.BeatAsync(agent, new HeartbeatReport(), Ct));

    private async Task<int> LookAsync()
    {
        using var watch = new AgentWatch(kit.Single<IServiceScopeFactory>(), kit.Clock, kit.Single<ILogger<AgentWatch>>());
        return await watch.LookAsync(Ct);
    }
}
