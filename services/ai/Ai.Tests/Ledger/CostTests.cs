using WeChatPlatform.Ai.Replies;
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Ledger;

/// <summary>
/// A thousand questions to a provider that now and then limits, fails, breaks off, answers nonsense or is too slow: the ledger holds
/// what the provider itself wrote down, to the last token, and everything that is made of the ledger says the same.
/// </summary>
public sealed class CostTests
{
    private const int Questions = 1000;
    private const decimal InputPrice = 0.0006m;
    private const decimal OutputPrice = 0.0024m;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_mixed_calls_cost_what_the_provider_wrote_down()
    {
        await using var provider = await FakeProvider.StartAsync(Ct);
        var book = new ProviderBook();
        provider.Writer = (_, _) => Task.FromResult(book.Next());
        await using var ai = await LedgerHost.StartAsync(
            ("Llm:Provider", "custom"), ("Llm:BaseUrl", provider.BaseUrl), ("Llm:Model", "fake"), ("Llm:ApiKey", "k"),
            ("Llm:RetryDelaySeconds", "0.001"), ("Llm:TryTimeoutSeconds", "2"), ("Llm:MaxRetries", "3"),
            ("Ai:Prices:0:Model", "fake"), ("Ai:Prices:0:InputPer1000", "0.0006"), ("Ai:Prices:0:OutputPer1000", "0.0024"));
        (await ai.CountedAsync()).ShouldBe(0);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Questions), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, (number, _) => AskAsync(ai, number));

        var rows = await ai.RowsAsync();
        rows.Count.ShouldBe(provider.Requests.Count, "each request that arrived is a row");
        rows.Count.ShouldBeGreaterThan(Questions);
        rows.Where(row => row.Status == "ok").Select(row => (row.InputTokens, row.OutputTokens))
            .ShouldBe(book.Billed, ignoreOrder: true);
        var counted = rows.Where(row => !row.IsEstimated).ToList();
        counted.Sum(row => row.CostCny).ShouldBe(book.Billed.Sum(call => ((call.Input * InputPrice) + (call.Output * OutputPrice)) / 1000));
        rows.Where(row => row.IsEstimated).ShouldAllBe(row => row.Status != "ok");

        var ledger = rows.Sum(row => row.CostCny);
        (await ai.CountedAsync(), await ai.LedgerAsync()).ShouldBe((ledger, ledger));
        (await ai.Counters.ReconcileAsync(Ct)).ShouldBe(0);
        foreach (var by in new[] { "model", "account", "day" })
        {
            var usage = await ai.QueryAsync(context => GetUsage.ReadAsync(
                context, ai.Host.Services.GetRequiredService<BudgetCalendar>(), ai.Today.StartsOn, ai.Today.StartsOn, by, after: null, 200, Ct));
            (usage.Total.CostCny, usage.Items.Sum(line => line.CostCny), usage.Total.Calls).ShouldBe((ledger, ledger, rows.Count), by);
        }

        await Eventually.Holds("every row is told", () => ai.Host.Published<LlmCallRecorded>().Count == rows.Count);
        ai.Host.Published<LlmCallRecorded>().Sum(told => told.CostCny).ShouldBe(ledger);
    }

    [Fact]
    public async Task A_request_that_nobody_waits_for_any_more_is_in_the_ledger_all_the_same()
    {
        await using var provider = await FakeProvider.StartAsync(Ct);
        provider.Otherwise = new ProviderAnswer { Text = "太晚了", Latency = Timeout.InfiniteTimeSpan };
        await using var ai = await LedgerHost.StartAsync(
            ("Llm:Provider", "custom"), ("Llm:BaseUrl", provider.BaseUrl), ("Llm:Model", "fake"), ("Llm:ApiKey", "k"));
        await using var scope = ai.Host.Services.CreateAsyncScope();
        var consumer = scope.ServiceProvider.GetRequiredService<GenerateReplyConsumer>();
        using var withdrawn = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var work = consumer.WorkAsync(Turns.Ask("7kW多少钱", Turns.Faq(0.9)), withdrawn.Token);
        await Eventually.Holds("the provider was asked", () => provider.Requests.Count == 1);

        await withdrawn.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => work);
        var row = (await ai.RowsAsync()).ShouldHaveSingleItem();
        (row.WasAbandoned, row.IsEstimated, row.Purpose).ShouldBe((true, true, "answer"));
        row.InputTokens.ShouldBeGreaterThan(0);
    }

    // One delivery of a command, as the bus makes it: work, a transaction, what follows it.
    private static async ValueTask AskAsync(LedgerHost ai, int number)
    {
        await using var scope = ai.Host.Services.CreateAsyncScope();
        var consumer = scope.ServiceProvider.GetRequiredService<GenerateReplyConsumer>();
        var context = scope.ServiceProvider.GetRequiredService<AiDbContext>();
        var command = Turns.Ask($"第{number}个问题", Turns.Faq(0.9)) with { AgentId = $"agent-{number % 7}" };

        var result = await consumer.WorkAsync(command, Ct);
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(Ct);
            consumer.Record(command, result);
            await context.SaveChangesAsync(Ct);
            await transaction.CommitAsync(Ct);
        });
        await consumer.SettledAsync(command, result, isRecorded: true, Ct);
    }

    /// <summary>What the provider answers, in an order of its own, and what it would ask money for.</summary>
    private sealed class ProviderBook
    {
        private readonly ConcurrentBag<(int Input, int Output)> _billed = [];
        private int _requests;

        public IReadOnlyCollection<(int Input, int Output)> Billed => _billed;

        public ProviderAnswer Next()
        {
            var number = Interlocked.Increment(ref _requests);
            var answer = (number % 100) switch
            {
                3 or 31 or 62 => ProviderAnswer.RateLimited(),
                7 or 47 => ProviderAnswer.Fails(500),
                11 or 83 => ProviderAnswer.Fails(503),
                19 => ProviderAnswer.Breaks(ProviderFault.NoAnswer),
                23 => ProviderAnswer.Breaks(ProviderFault.Reset),
                29 => ProviderAnswer.Breaks(ProviderFault.NotJson),
                37 => ProviderAnswer.Fails(400),
                41 when number < 300 => ProviderAnswer.Never(),
                _ => new ProviderAnswer { Text = "7kW充电桩的价格是1980元。", InputTokens = 100 + (number * 7 % 1900), OutputTokens = 1 + (number * 13 % 500) },
            };
            if (answer is { Status: 200, Fault: ProviderFault.None, Latency.Ticks: 0 })
            {
                _billed.Add((answer.InputTokens, answer.OutputTokens));
            }

            return answer;
        }
    }
}
