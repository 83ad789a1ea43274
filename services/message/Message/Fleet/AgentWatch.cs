using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Fleet;

/// <summary>
/// Says once when an agent went silent and once when it is back, whatever the number of replicas: of those that look at the
/// same moment one changes the row, and says it. Status and metrics do not wait for it; they judge by the last sign of life.
/// </summary>
internal sealed class AgentWatch(IServiceScopeFactory scopes, TimeProvider time, ILogger<AgentWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private sealed record Change(string AgentId, DateTimeOffset LastSeenAt);

    /// <returns>How many agents changed.</returns>
    public async Task<int> LookAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MessageDbContext>();
        var now = time.GetUtcNow();
        var since = now - GetAgentStatus.OnlineWithin;
        var gone = await context.Database.SqlQuery<Change>(
            $"""
            update agents set offline_noted_at = {now} where last_seen_at < {since} and offline_noted_at is null
            returning agent_id as "AgentId", last_seen_at as "LastSeenAt"
            """).ToListAsync(ct);
        var back = await context.Database.SqlQuery<Change>(
            $"""
            update agents set offline_noted_at = null where last_seen_at >= {since} and offline_noted_at is not null
            returning agent_id as "AgentId", last_seen_at as "LastSeenAt"
            """).ToListAsync(ct);
        gone.ForEach(agent => logger.AgentWentOffline(agent.AgentId, agent.LastSeenAt));
        back.ForEach(agent => logger.AgentIsBack(agent.AgentId));
        return gone.Count + back.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryLookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryLookAsync(CancellationToken ct)
    {
        try
        {
            await LookAsync(ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The database is away; the next look finds the same.
            logger.AgentWatchFailed(failure.GetType().Name);
        }
    }
}
