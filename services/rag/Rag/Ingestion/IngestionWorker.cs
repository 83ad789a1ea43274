using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>
/// Takes queued jobs, a few at a time, and those whose replica died. A job that is begun again begins at its first step: nothing
/// but its last step changes anything.
/// </summary>
internal sealed class IngestionWorker(
    IServiceScopeFactory scopes, IngestionSignals signals, IOptions<RagOptions> options, TimeProvider time, ILogger<IngestionWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Tidy = TimeSpan.FromHours(1);

    // Past the time limit, so that a job is never run twice at once.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.JobsAtOnce).Select(number => WorkAsync(tidies: number == 0, stoppingToken)));

    private async Task WorkAsync(bool tidies, CancellationToken ct)
    {
        var tidied = DateTimeOffset.MinValue;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (tidies && time.GetUtcNow() - tidied > Tidy)
                {
                    await TidyAsync(ct);
                    tidied = time.GetUtcNow();
                }

                if (await ClaimAsync(ct) is { } job)
                {
                    await RunAsync(job, ct);
                    continue;
                }
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // The database is away for a while; the jobs are still there afterwards.
                logger.IngestionLookFailed(failure);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }

            await signals.WaitAsync(Look, ct);
        }
    }

    private async Task<Guid?> ClaimAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
        var now = time.GetUtcNow();
        var lease = now.AddSeconds(options.Value.JobSeconds) + LeaseMargin;
        var claimed = await context.Database.SqlQuery<Guid>(
            $"""
            update ingestion_jobs
            set state = 'running', lease_until = {lease}, attempts = attempts + 1, started_at = coalesce(started_at, {now})
            where id = (
                select id from ingestion_jobs
                where (state = 'queued' and not_before <= {now}) or (state = 'running' and lease_until < {now})
                order by created_at
                for update skip locked
                limit 1)
            returning id as "Value"
            """).ToListAsync(ct);
        return claimed is [var id] ? id : null;
    }

    private async Task RunAsync(Guid jobId, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.JobSeconds), time);
        using var running = signals.Begin(jobId, ct, limit.Token);
        await using var scope = scopes.CreateAsyncScope();
        var run = scope.ServiceProvider.GetRequiredService<IngestionRun>();
        try
        {
            await run.RunAsync(jobId, running.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host stops: another start takes it up at once, and the attempt does not count.
            await run.GiveBackAsync(jobId, CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await run.EndTooSlowAsync(jobId, options.Value.JobSeconds, ct);
        }
        catch (OperationCanceledException)
        {
            await run.EndCancelledAsync(jobId, ct);
        }
        catch (Exception failure)
        {
            // What is no fault of the file may pass: a database, an endpoint, a disk.
            await run.TryAgainAsync(jobId, failure, ct);
        }
    }

    private async Task TidyAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
        var before = time.GetUtcNow().AddDays(-options.Value.JobDays);
        await context.Jobs.Where(row => row.EndedAt < before).ExecuteDeleteAsync(ct);
    }
}
