using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>
/// Ends answers that grew too old while no agent asked for them, so that a customer whose agent is away is handed to a person
/// and not forgotten. An agent that is there is refused by the gate, and given a minute to say so itself.
/// </summary>
internal sealed class ExpiredDecisions(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExpiredDecisions> logger) : BackgroundService
{
    private const int Most = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <returns>How many were looked at.</returns>
    public async Task<int> SettleAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MessageDbContext>();
        var until = time.GetUtcNow() - Grace;

        // In the words of the partial index: few rows, whatever the history.
        var expired = await context.Decisions.AsNoTracking()
            .Where(decision => (decision.DeliveryState == "waiting" || (decision.DeliveryState == "claimed" && (decision.ClaimedLease != null || decision.GreetingVersion != null)))
                && decision.CommittedAt == null && decision.ExpiresAt <= until)
            .OrderBy(decision => decision.Number)
            .Take(Most)
            .Select(decision => decision.Id)
            .ToListAsync(ct);
        var reports = scope.ServiceProvider.GetRequiredService<DeliveryReports>();
        foreach (var id in expired)
        {
            await reports.ExpireAsync(id, ct);
        }

        return expired.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TrySettleAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TrySettleAsync(CancellationToken ct)
    {
        try
        {
            await SettleAsync(ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The database is away; the next look finds the same.
            logger.ExpiryFailed(failure.GetType().Name);
        }
    }
}
