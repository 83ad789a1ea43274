using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Llm;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Ledger;

/// <summary>The ai service with a database of its own, and what its ledger, counters and budgets say.</summary>
internal sealed class LedgerHost(TestHost host, TestDatabases? databases) : IAsyncDisposable
{
    /// <summary>Ten tokens in cost one CNY, and so do ten tokens out.</summary>
    public static readonly IReadOnlyList<(string Key, string Value)> Settings =
    [
        ("Llm:Provider", "none"),
        ("Ai:Prices:0:Model", "priced"),
        ("Ai:Prices:0:InputPer1000", "100"),
        ("Ai:Prices:0:OutputPer1000", "100"),
    ];

    public TestHost Host => host;

    public SpendingCounters Counters => host.Services.GetRequiredService<SpendingCounters>();

    public ISpending Spending => host.Services.GetRequiredService<ISpending>();

    public IBudgets Budgets => host.Services.GetRequiredService<IBudgets>();

    public BudgetPeriod Today => host.Services.GetRequiredService<BudgetCalendar>().At(TimeProvider.System.GetUtcNow()).Day;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<LedgerHost> StartAsync(params IReadOnlyList<(string Key, string Value)> settings)
    {
        var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        return new LedgerHost(await TestHost.StartAsync(new AiModule(), databases, [.. Settings, .. settings]), databases);
    }

    /// <summary>Another replica on the same databases.</summary>
    public async Task<LedgerHost> ReplicaAsync(params IReadOnlyList<(string Key, string Value)> settings) =>
        new(await TestHost.StartAsync(new AiModule(), databases, [.. Settings, .. settings]), databases: null);

    public static ModelCall Call(int tokens, LlmFailure? failure = null, string model = "priced", string purpose = "answer") =>
        new(
            new LlmTry(failure, tokens, 0, TimeSpan.FromMilliseconds(20), TimeProvider.System.GetUtcNow()) { Target = new LlmTarget("p", model) },
            purpose);

    public static CallContext For(string agentId, string? intent = null) =>
        new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), agentId, intent, "answer");

    /// <summary>Spends CNY for an account, as a call outside of a turn does.</summary>
    public Task SpendAsync(string agentId, int cny) => Spending.WriteAsync(For(agentId), [Call(cny * 10)], Ct);

    public async Task<decimal> LedgerAsync(string agentId = "") =>
        await QueryAsync(context => LedgerSums.OfAsync(context, agentId, Today, Ct));

    public Task<decimal> CountedAsync(string agentId = "") => Counters.ReadAsync(agentId, Today, Ct);

    public async Task<T> QueryAsync<T>(Func<AiDbContext, Task<T>> read)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AiDbContext>());
    }

    /// <summary>A row that nobody counted: as a process leaves it that was killed between commit and count.</summary>
    public Task<int> InsertAsync(LlmCall row) => QueryAsync(async context =>
    {
        context.Add(row);
        return await context.SaveChangesAsync(Ct);
    });

    public Task<List<LlmCall>> RowsAsync() => QueryAsync(context => context.LlmCalls.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Ct));

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        if (databases is not null)
        {
            await databases.DisposeAsync();
        }
    }
}
