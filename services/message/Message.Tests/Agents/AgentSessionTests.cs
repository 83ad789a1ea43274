using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Agents;

public sealed class AgentSessionTests : IAsyncLifetime
{
    private const string Hello = """{"type":"hello","ledger_id":"ledger-1"}""";
    private SessionKit kit = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => kit = await SessionKit.StartAsync(Ct);

    public ValueTask DisposeAsync() => kit.DisposeAsync();

    [Fact]
    public async Task A_decision_that_another_connection_took_and_lost_is_sent_by_the_one_that_lives()
    {
        using var socket = new ScriptedSocket();
        using var session = kit.Session("agent-1", socket);
        var running = session.RunAsync(Ct);
        socket.Receive(Hello);
        await kit.DecideAsync("agent-1", DeliveryState.Waiting);
        await socket.SentAsync(Ct);

        // As a process does whose agent's machine is gone: it takes, writes into the dead socket and has not noticed.
        var lost = await kit.DecideAsync("agent-1", DeliveryState.Claimed, claimedBy: "ledger-1");

        (await socket.SentAsync(Ct)).ShouldContain(lost.ToString());
        socket.Close();
        await running;
    }

    [Fact]
    public async Task A_decision_is_sent_once_over_one_connection()
    {
        using var socket = new ScriptedSocket();
        using var session = kit.Session("agent-1", socket);
        var running = session.RunAsync(Ct);
        socket.Receive(Hello);
        await kit.DecideAsync("agent-1", DeliveryState.Waiting);
        await socket.SentAsync(Ct);

        var second = await kit.DecideAsync("agent-1", DeliveryState.Waiting);

        (await socket.SentAsync(Ct)).ShouldContain(second.ToString());
        socket.Close();
        await running;
    }

    [Fact]
    public async Task A_connection_that_broke_takes_no_decision_any_more()
    {
        using var socket = new ScriptedSocket();
        using var session = kit.Session("agent-1", socket);
        var running = session.RunAsync(Ct);
        socket.Receive(Hello);
        await kit.DecideAsync("agent-1", DeliveryState.Waiting);
        await socket.SentAsync(Ct);
        await kit.RestsAsync();

        socket.Receive("no JSON");
        await running;

        // A wait that was cancelled ends before it disposes its timer.
        await Eventually.Holds("nothing of it waits", () => kit.Clock.PendingTimers == 0);
    }

    [Fact]
    public async Task A_new_ledger_makes_what_the_old_one_took_unknown()
    {
        var lost = await kit.DecideAsync("agent-1", DeliveryState.Claimed, claimedBy: "ledger-0");
        using var socket = new ScriptedSocket();
        using var session = kit.Session("agent-1", socket);
        var running = session.RunAsync(Ct);
        socket.Receive(Hello);
        var waiting = await kit.DecideAsync("agent-1", DeliveryState.Waiting);

        (await socket.SentAsync(Ct)).ShouldContain(waiting.ToString());
        (await kit.QueryAsync(context => context.Deliveries.SingleAsync(delivery => delivery.DecisionId == lost, Ct)))
            .Reason.ShouldBe("ledger_lost");
        socket.Close();
        await running;
    }
}
