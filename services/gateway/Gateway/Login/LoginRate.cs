using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Gateway.Login;

/// <summary>How often one address may try to log in; counted in each replica.</summary>
internal sealed class LoginRate(IOptions<GatewayOptions> options) : IRateLimiterPolicy<string>
{
    public const string Policy = "gateway.login";

    // Absent means the edge's answer.
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => null;

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
        RateLimitPartition.GetFixedWindowLimiter(
            httpContext.ClientNetwork(),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = options.Value.LoginsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            });
}
