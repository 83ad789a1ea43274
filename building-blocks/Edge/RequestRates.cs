using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge;

/// <summary>
/// How often one agent, one console user, one service, or one address without a token may call this process. An endpoint may add a policy
/// of its own.
/// </summary>
internal static class RequestRates
{
    public static void AddRequestRates(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<EdgeOptions>>((limiter, edge) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = RefuseAsync;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            {
                var caller = context.User.Caller();
                return RateLimitPartition.GetTokenBucketLimiter(
                    Identity(context, caller), _ => Bucket(caller, edge.Value));
            });
        });
    }

    private static string Identity(HttpContext context, Caller? caller) =>
        caller is null ? $"address:{context.ClientNetwork()}" : $"{caller.Kind}:{caller.Id}";

    internal static TokenBucketRateLimiterOptions Bucket(Caller? caller, EdgeOptions options)
    {
        var (perSecond, burst) = caller switch
        {
            null => (options.StrangerRequestsPerSecond, options.StrangerRequestBurst),
            { IsAgent: true } => (options.AgentRequestsPerSecond, options.AgentRequestBurst),
            { IsService: true } => (options.ServiceRequestsPerSecond, options.ServiceRequestBurst),
            _ => (options.RequestsPerSecond, options.RequestBurst),
        };
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        };
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Refusals.WriteAsync(
            rejected.HttpContext,
            StatusCodes.Status429TooManyRequests,
            "too_many_requests",
            $"请求过于频繁，请 {seconds} 秒后再试 / Slow down and try again in {seconds} s.");
    }
}
