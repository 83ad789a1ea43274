using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace WeChatPlatform.Hosting;

/// <summary>A process that was told to stop is not ready, so that balancers turn away while it finishes.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime, DrainingLifetime draining) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
        Task.FromResult(draining.IsDraining || lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy()
            : HealthCheckResult.Healthy());
}
