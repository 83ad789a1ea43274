using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Gateway.Login;

/// <summary>Deletes counts that hold nobody up any more: addresses are kept no longer than they are needed.</summary>
internal sealed class ForgetAttempts(
    IServiceScopeFactory scopes, IOptions<GatewayOptions> options, TimeProvider time, ILogger<GatewayModule> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    public async Task<int> ForgetAsync(CancellationToken ct)
    {
        var limits = options.Value.Lockout;
        var now = time.GetUtcNow();
        var countedSince = now - TimeSpan.FromMinutes(limits.ForgetMinutes);
        var knownSince = now - TimeSpan.FromDays(limits.KnownAddressDays);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GatewayDbContext>().LoginAttempts
            .Where(row => row.LastAt < countedSince && (row.SucceededAt == null || row.SucceededAt < knownSince))
            .ExecuteDeleteAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ForgetAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The next round does it; a database that is away must not end the gateway.
                logger.AttemptsNotForgotten(failure);
            }
        }
    }
}
