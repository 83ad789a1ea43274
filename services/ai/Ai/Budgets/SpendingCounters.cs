using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Caching;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>
/// What was spent, quickly: a counter for each budget's period, in hundred-millionths of a CNY, that all replicas add to. The
/// ledger is the truth: a counter that is not there is made from it, one that differs is set to it, and while the store of
/// the counters is away the ledger is asked every few seconds.
/// </summary>
/// <remarks>
/// Counted is after the commit of the rows. So what is between commit and count may be missing in a counter for as long as
/// that takes, and a reconciliation in this moment may count it twice, until the next one: on the strict side.
/// </remarks>
internal sealed class SpendingCounters(
    IServiceScopeFactory scopes,
    ICounters counters,
    BudgetCalendar calendar,
    BudgetWatch watch,
    TimeProvider time,
    ILogger<SpendingCounters> logger)
{
    private const string Kind = "ai-spending";
    private const decimal Unit = 100_000_000;
    private const int Tries = 3;

    // Longer than the period by this much, so that the last calls of a period still find its counter.
    private static readonly TimeSpan Afterwards = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookWhileAlone = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _looks = new(StringComparer.Ordinal);

    /// <summary>CNY that were spent in a period, by one account or, when it is empty, by all together.</summary>
    public async Task<decimal> ReadAsync(string agentId, BudgetPeriod period, CancellationToken ct)
    {
        var key = KeyOf(agentId, period);
        var value = await counters.ReadAsync(Kind, key, ct);
        if (value.IsOpen && !(value.IsAlone && LookIsDue(key)))
        {
            return value.Count / Unit;
        }

        var spent = await InScopeAsync(context => LedgerSums.OfAsync(context, agentId, period, ct));
        await SetAsync(key, spent, value, period, ct);
        return spent;
    }

    /// <summary>Counts committed rows, each in the day and the month of its call.</summary>
    public async Task AddAsync(IReadOnlyList<LlmCall> rows, CancellationToken ct)
    {
        Dictionary<(string AgentId, BudgetPeriod Period), decimal> amounts = [];
        foreach (var row in rows.Where(row => row.CostCny > 0))
        {
            var (day, month) = calendar.At(row.At);
            foreach (var agentId in row.AgentId.Length == 0 ? [""] : new[] { "", row.AgentId })
            {
                amounts[(agentId, day)] = amounts.GetValueOrDefault((agentId, day)) + row.CostCny;
                amounts[(agentId, month)] = amounts.GetValueOrDefault((agentId, month)) + row.CostCny;
            }
        }

        await Task.WhenAll(amounts.Select(async one =>
        {
            var value = await counters.IncreaseAsync(Kind, KeyOf(one.Key.AgentId, one.Key.Period), (long)(one.Value * Unit), ct);
            if (value.IsOpen)
            {
                await watch.SeeAsync(one.Key.AgentId, one.Key.Period, value.Count / Unit, ct);
            }
        }));
    }

    /// <summary>Sets the counters of the running day and month to what the ledger says.</summary>
    /// <returns>How many stood elsewhere.</returns>
    public async Task<int> ReconcileAsync(CancellationToken ct)
    {
        var (day, month) = calendar.At(time.GetUtcNow());
        var accounts = (await SumsAsync(day, month, ct)).Select(sum => sum.AgentId).Append("").Distinct(StringComparer.Ordinal).ToList();
        var left = accounts.SelectMany(agentId => new[] { (agentId, day), (agentId, month) }).ToList();
        var corrected = 0;
        for (var tried = 0; tried < Tries && left.Count > 0; tried++)
        {
            // The counters first: what is counted after the ledger was read changes them, and they are not set then.
            var seen = await Task.WhenAll(left.Select(async one => (one, Value: await counters.ReadAsync(Kind, KeyOf(one.agentId, one.Item2), ct))));
            var sums = (await SumsAsync(day, month, ct)).ToDictionary(sum => sum.AgentId, StringComparer.Ordinal);
            left = [];
            foreach (var ((agentId, period), value) in seen)
            {
                var sum = sums.GetValueOrDefault(agentId);
                var truth = (period == day ? sum?.DayCny : sum?.MonthCny) ?? 0;
                await watch.SeeAsync(agentId, period, truth, ct);
                if (!value.IsOpen && agentId.Length > 0)
                {
                    // Nobody has asked for it yet; who does makes it from the ledger.
                    continue;
                }

                if (value.IsOpen && value.Count == (long)(truth * Unit))
                {
                    continue;
                }

                if (!await SetAsync(KeyOf(agentId, period), truth, value, period, ct))
                {
                    left.Add((agentId, period));
                }
                else if (value.IsOpen)
                {
                    corrected++;
                    logger.CounterCorrected(period.Name, period.StartsOn, truth - (value.Count / Unit));
                }
            }
        }

        return corrected;
    }

    private static string KeyOf(string agentId, BudgetPeriod period) => $"{period.Name}/{period.StartsOn:yyyy-MM-dd}/{agentId}";

    private ValueTask<bool> SetAsync(string key, decimal spent, CounterValue seen, BudgetPeriod period, CancellationToken ct)
    {
        var window = period.Until - time.GetUtcNow() + Afterwards;
        return window > TimeSpan.Zero
            ? counters.SetAsync(Kind, key, (long)(spent * Unit), seen, window, ct)
            : ValueTask.FromResult(true);
    }

    private bool LookIsDue(string key)
    {
        var now = time.GetTimestamp();
        if (_looks.TryGetValue(key, out var last) && time.GetElapsedTime(last, now) < LookWhileAlone)
        {
            return false;
        }

        if (_looks.Count > 10_000)
        {
            // Keys of days that are over; they come back when they are asked for.
            _looks.Clear();
        }

        _looks[key] = now;
        return true;
    }

    private Task<List<LedgerSum>> SumsAsync(BudgetPeriod day, BudgetPeriod month, CancellationToken ct) =>
        InScopeAsync(context => LedgerSums.OfAllAsync(context, day, month, ct));

    private async Task<T> InScopeAsync<T>(Func<AiDbContext, Task<T>> read)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AiDbContext>());
    }
}
