using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>Warms up everything that can be, one after the other, once the process serves; then it may be ready.</summary>
internal sealed class WarmUpRun(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    IOptions<HostingOptions> options,
    TimeProvider time,
    ILogger<WarmUpRun> logger) : BackgroundService
{
    private volatile bool done;

    public bool IsDone => done;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.WarmUp)
        {
            await StartedAsync(stoppingToken);
            await RunAsync(stoppingToken);
        }

        done = true;
    }

    private async Task StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }

    private async Task RunAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.WarmUpSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        await using var scope = scopes.CreateAsyncScope();
        var whole = Stopwatch.StartNew();
        List<string> told = [];
        foreach (var part in scope.ServiceProvider.GetServices<IWarmUp>())
        {
            var clock = Stopwatch.StartNew();
            try
            {
                await part.RunAsync(scope.ServiceProvider, either.Token);
                told.Add($"{part.Name} {clock.ElapsedMilliseconds}");
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // A process that is cold works too.
                logger.WarmUpFailed(failure, part.Name);
            }
        }

        logger.WarmedUp(whole.ElapsedMilliseconds, string.Join(", ", told));
    }
}

/// <summary>A process that has not warmed up yet would make its first customers wait.</summary>
internal sealed class WarmUpCheck(WarmUpRun run) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(run.IsDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
