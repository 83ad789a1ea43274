using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPlatform.Caching;

/// <summary>Degraded while Redis is away, and never more: everything works without it, more slowly.</summary>
internal sealed class CacheHealthCheck(RedisLink link) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
        Task.FromResult(link.IsUp ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Redis is away."));
}
