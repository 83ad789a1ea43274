using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>The relays have a connection of their own, so the bus's health says nothing of it.</summary>
internal sealed class RelayCheck(BrokerChannel channel) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(channel.IsOpen ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
