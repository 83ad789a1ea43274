using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Gateway.Keys;

/// <summary>
/// Tells this process, from the database, which keys are revoked whose tokens could still be within their time; before the
/// endpoints accept, and again and again. Then it tells all processes, for those that missed the first word or have just
/// started. When nothing was revoked of late nothing is sent.
/// </summary>
internal sealed class RevokedKeys(
    IServiceScopeFactory scopes,
    RevokedAccess revoked,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<GatewayModule> logger) : BackgroundService, IStartStep
{
    /// <summary>Words about access need an order of their own, not a conversation's.</summary>
    public static Guid OrderingKey { get; } = new("0b0f6f0e-7f0e-4b7c-9a53-6f1f2f6d3a11");

    public async Task RunAsync(CancellationToken ct) => await ReadAsync(announce: false, ct);

    /// <returns>How many keys there are to tell of.</returns>
    public async Task<int> ReadAsync(bool announce, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var since = now - RevokedAccess.LongestToken;
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var keys = await database.AgentKeys.AsNoTracking()
            .Where(key => key.RevokedAt != null && key.RevokedAt > since)
            .Select(key => key.Id)
            .ToListAsync(ct);
        revoked.Add(keys);
        if (announce && keys.Count > 0)
        {
            scope.ServiceProvider.GetRequiredService<IOutbox<GatewayDbContext>>()
                .Publish(new AccessRevoked(keys, now), OrderingKey);
            await database.SaveChangesAsync(ct);
        }

        return keys.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RevocationSeconds), time);
        do
        {
            try
            {
                await ReadAsync(announce: true, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // What is known stays known; the next round catches up. A database that is away must not end the gateway.
                logger.RevocationsNotRead(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
