using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Contracts;
using WeChatPlatform.Llm;
using WeChatPlatform.Testing;
using static WeChatPlatform.Ai.Tests.Ledger.LedgerHost;

namespace WeChatPlatform.Ai.Tests.Ledger;

/// <summary>Counters say what the ledger says, whatever is repeated, lost or away.</summary>
public sealed class SpendingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_that_are_written_twice_are_in_the_ledger_once_told_once_and_counted_once()
    {
        await using var ai = await StartAsync();
        (await ai.CountedAsync()).ShouldBe(0);
        IReadOnlyList<ModelCall> calls = [Call(30), Call(20, LlmFailure.Timeout)];
        var about = For("agent-1");

        await ai.Spending.WriteAsync(about, calls, Ct);
        await ai.Spending.WriteAsync(about, [.. calls, Call(10)], Ct);

        (await ai.RowsAsync()).Select(row => row.CostCny).Order().ShouldBe([1, 2, 3]);
        (await ai.CountedAsync(), await ai.LedgerAsync()).ShouldBe((6, 6));
        await Eventually.Holds("all are told", () => ai.Host.Published<LlmCallRecorded>().Sum(call => call.CostCny) == 6);
    }

    [Fact]
    public async Task A_command_that_two_deliveries_work_on_costs_what_both_spent_and_is_answered_once()
    {
        await using var provider = await FakeProvider.StartAsync(Ct);
        var bothAsk = new TaskCompletionSource();
        provider.Otherwise = new ProviderAnswer { Text = "好的", InputTokens = 10, OutputTokens = 10, Until = bothAsk.Task };
        await using var ai = await StartAsync(
            ("Llm:Provider", "custom"), ("Llm:BaseUrl", provider.BaseUrl), ("Llm:Model", "priced"), ("Llm:ApiKey", "k"));
        (await ai.CountedAsync("agent-1")).ShouldBe(0);
        var bus = ai.Host.Services.GetRequiredService<IBus>();
        var command = Turns.Ask("7kW多少钱", Turns.Faq(0.9)) with { AgentId = "agent-1" };
        var messageId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

        await Task.WhenAll(PublishAsync(), PublishAsync());
        await Eventually.Holds("both deliveries ask", () => provider.Requests.Count == 2);
        bothAsk.SetResult();

        await Eventually.Holds("both calls are in the ledger and counted", async () =>
            (await ai.LedgerAsync("agent-1"), await ai.CountedAsync("agent-1"), await ai.CountedAsync()) == (4, 4, 4));
        provider.Requests.Count.ShouldBe(2);
        await Eventually.Holds("an answer is told", () => ai.Host.Published<ReplyGenerated>().Count > 0);
        ai.Host.Published<ReplyGenerated>().Count.ShouldBe(1);
        (await ai.RowsAsync()).ShouldAllBe(row => row.TurnId == command.TurnId && row.ConversationId == command.ConversationId);

        Task PublishAsync() => bus.Publish(command, publish => publish.MessageId = messageId, Ct);
    }

    [Fact]
    public async Task Replicas_that_spend_at_the_same_time_lose_nothing()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await StartAsync(redis.Settings);
        await using var second = await first.ReplicaAsync(redis.Settings);
        await UsesRedisAsync(first);
        await UsesRedisAsync(second);
        (await first.CountedAsync(), await first.CountedAsync("agent-1")).ShouldBe((0, 0));

        await Task.WhenAll(Enumerable.Range(0, 60).Select(number =>
            (number % 2 == 0 ? first : second).SpendAsync($"agent-{number % 3}", 1)));

        foreach (var replica in new[] { first, second })
        {
            (await replica.CountedAsync(), await replica.CountedAsync("agent-1"), await replica.LedgerAsync()).ShouldBe((60, 20, 60));
        }
    }

    [Fact]
    public async Task What_was_not_counted_or_counted_wrongly_is_set_right_by_the_ledger()
    {
        await using var ai = await StartAsync();
        await ai.Counters.ReconcileAsync(Ct);
        await ai.SpendAsync("agent-1", 5);
        (await ai.CountedAsync(), await ai.CountedAsync("agent-1")).ShouldBe((5, 5));
        await ai.InsertAsync(LlmCall.Of(For("agent-1"), Call(20), new TokenPrice(100, 100)));
        await ai.Counters.AddAsync([LlmCall.Of(For("agent-2"), Call(1000), new TokenPrice(100, 100))], Ct);

        await ai.Counters.ReconcileAsync(Ct);

        (await ai.CountedAsync(), await ai.CountedAsync("agent-1"), await ai.LedgerAsync()).ShouldBe((7, 7, 7));
        (await ai.Counters.ReconcileAsync(Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task Calls_of_another_day_do_not_count_today()
    {
        await using var ai = await StartAsync();
        var old = Call(50);
        await ai.SpendAsync("agent-1", 1);
        (await ai.CountedAsync()).ShouldBe(1);

        await ai.Spending.WriteAsync(
            For("agent-1"), [old with { Try = old.Try with { At = ai.Today.From.AddSeconds(-1) } }], Ct);

        (await ai.CountedAsync(), await ai.LedgerAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task While_redis_is_away_the_ledger_decides()
    {
        // Nothing listens there.
        (string, string)[] away = [("Caching:Store", "redis"), ("Caching:Redis", "127.0.0.1:1,connectTimeout=100"), ("Ai:Budgets:DailyCny", "10")];
        await using var first = await StartAsync(away);
        await first.SpendAsync("agent-1", 9);
        (await first.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Saving);
        await using var second = await first.ReplicaAsync(away);

        (await second.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Saving, "it never counted anything itself");
        await second.SpendAsync("agent-1", 1);

        (await second.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Spent);
    }

    private static Task UsesRedisAsync(LedgerHost ai) => Eventually.Holds("Redis is in use", async () =>
        (await ai.Host.Management.GetStringAsync("/health/ready", Ct)).Contains("\"cache\",\"status\":\"healthy\"", StringComparison.Ordinal));
}
