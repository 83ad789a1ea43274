using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Ledger;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>Brings the counters of the budgets back to the ledger, at the start and every few minutes.</summary>
internal sealed class BudgetUpkeep(
    SpendingCounters counters, IOptions<BudgetOptions> options, TimeProvider time, ILogger<BudgetUpkeep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.ReconcileMinutes), time);
        try
        {
            do
            {
                await TryReconcileAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryReconcileAsync(CancellationToken ct)
    {
        try
        {
            await counters.ReconcileAsync(ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The database is away; the next look does the same.
            logger.NotReconciled(failure.GetType().Name);
        }
    }
}
