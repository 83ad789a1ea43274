using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Message.Measuring;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class WorkCountTests : IAsyncLifetime
{
    private MessageService service = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => service = await MessageService.StartAsync();

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Turns_are_counted_in_the_state_they_are_in_until_they_are_decided()
    {
        service.Desk.Reply = _ => null;
        var agent = service.NewAgent();
        await agent.SayAsync("保修多久");
        await service.GenerationAsync(agent);
        await agent.SayAsync("还有吗");

        var count = await CountAsync();

        count.Turns.Select(turn => (turn.State, turn.Count)).ShouldBe(
            [("Queued", 1), ("Collecting", 0), ("Preparing", 0), ("Generating", 1)]);
        count.Turns.Where(turn => turn.Count > 0).ShouldAllBe(turn => turn.Oldest > count.At.AddMinutes(-1) && turn.Oldest <= count.At);
        count.Turns.Where(turn => turn.Count == 0).ShouldAllBe(turn => turn.Oldest == null);
    }

    [Fact]
    public async Task Decided_turns_are_not_counted()
    {
        await service.NewAgent().AskAsync("保修多久");

        (await CountAsync()).Turns.ShouldAllBe(turn => turn.Count == 0);
    }

    [Fact]
    public async Task Agents_count_as_online_for_three_heartbeats_and_their_queues_with_them()
    {
        var (first, second) = (service.NewAgent(), service.NewAgent());
        using var one = await first.Http.PostAsJsonAsync("/api/v1/heartbeat", new { status = new { queued_messages = 7 } }, Ct);
        using var two = await second.Http.PostAsJsonAsync("/api/v1/heartbeat", new { status = new { queued_messages = 5 } }, Ct);

        (await CountAsync()).Agents.ShouldBe(new AgentCount(Online: 2, Away: 0, Queued: 12));
        (await CountAsync(DateTimeOffset.UtcNow.AddSeconds(100))).Agents.ShouldBe(new AgentCount(Online: 0, Away: 2, Queued: 0));
    }

    [Fact]
    public async Task Online_agents_are_counted_by_the_state_of_their_window()
    {
        var words = new[] { "ok", "locked", "ok", null };
        foreach (var desktop in words)
        {
            using var beat = await service.NewAgent().Http.PostAsJsonAsync("/api/v1/heartbeat", new { status = new { desktop } }, Ct);
        }

        (await CountAsync()).Health.ShouldBe([new HealthCount("ok", 2), new HealthCount("locked", 1)]);
        (await CountAsync(DateTimeOffset.UtcNow.AddSeconds(100))).Health.ShouldBeEmpty();
    }

    private async Task<WorkCount> CountAsync(DateTimeOffset? now = null)
    {
        await using var scope = service.Host.Services.CreateAsyncScope();
        return await WorkCount.ReadAsync(
            scope.ServiceProvider.GetRequiredService<MessageDbContext>(), now ?? DateTimeOffset.UtcNow, Ct);
    }
}
