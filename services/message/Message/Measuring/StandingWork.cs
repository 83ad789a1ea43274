using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Measuring;

/// <summary>
/// Counts undecided turns and agents every few seconds and tells the last count at each scrape. What is too old is not told:
/// no value is better than one from before the outage.
/// </summary>
internal sealed class StandingWork : BackgroundService
{
    private const int TooOldAfterCounts = 3;

    private readonly IServiceScopeFactory scopes;
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly ILogger<StandingWork> logger;
    private readonly Meter meter = new(MessageMetrics.Name);
    private volatile WorkCount? last;

    public StandingWork(
        IServiceScopeFactory scopes,
        AgentConnections connections,
        IOptions<MessageOptions> options,
        TimeProvider time,
        ILogger<StandingWork> logger)
    {
        (this.scopes, this.time, this.logger) = (scopes, time, logger);
        interval = TimeSpan.FromSeconds(options.Value.MetricsSeconds);
        Gauge<long>("wechat.turns", "{turn}", "Turns without a decision, by state. Every replica tells the same.", count =>
            count.Turns.Select(turn => new Measurement<long>(turn.Count, State(turn.State))));
        Gauge<double>("wechat.turn.age", "s", "Age of the oldest turn of a state; 0 when there is none. Every replica tells the same.", count =>
            count.Turns.Select(turn => new Measurement<double>(Age(turn.Oldest), State(turn.State))));
        Gauge<long>("wechat.agents", "{agent}", "Agents that ever logged in: online ones gave a sign of life within 90 s. Every replica tells the same.", count =>
            [new(count.Agents.Online, State("online")), new(count.Agents.Away, State("away"))]);
        Gauge<long>("wechat.agents.health", "{agent}", "Online agents, by how their window is as their heartbeats say. Every replica tells the same.", count =>
            count.Health.Select(agents => new Measurement<long>(agents.Count, State(agents.Health))));
        Gauge<long>("wechat.agents.queued.messages", "{message}", "Captured messages that wait on online agents' machines, by their heartbeats. Every replica tells the same.", count =>
            [new(count.Agents.Queued)]);
        meter.CreateObservableGauge(
            "wechat.agents.connected", () => connections.Count, "{agent}", "Agents whose socket this replica holds.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        MessageMetrics.Announce();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                await CountAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CountAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            last = await WorkCount.ReadAsync(
                scope.ServiceProvider.GetRequiredService<MessageDbContext>(), time.GetUtcNow(), ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The database is away; readiness says so, and here the next count is soon enough.
            logger.WorkNotCounted(failure.GetType().Name);
        }
    }

    private void Gauge<T>(string name, string unit, string description, Func<WorkCount, IEnumerable<Measurement<T>>> read)
        where T : struct =>
        meter.CreateObservableGauge(
            name,
            () => last is { } count && time.GetUtcNow() - count.At <= interval * TooOldAfterCounts ? read(count) : [],
            unit,
            description);

    private double Age(DateTimeOffset? oldest) =>
        oldest is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0;

    private static KeyValuePair<string, object?> State(string state) => new("state", state);
}
