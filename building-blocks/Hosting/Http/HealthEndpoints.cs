using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPlatform.Hosting;

/// <summary>Live: the process answers. Ready: its own dependencies answer too, and it is not stopping.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/health/live", _ => false);
        Map(routes, "/health/ready", check => check.Tags.Contains("ready"));
    }

    // Not MapHealthChecks: it makes all checks, and so the bus, while the host is built, and a fault in the bus's options would
    // hide all others.
    private static void Map(IEndpointRouteBuilder routes, string path, Func<HealthCheckRegistration, bool> includes) =>
        routes.MapGet(path, async (HealthCheckService checks, HttpContext context, CancellationToken ct) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return Answer(await checks.CheckHealthAsync(includes, ct));
            })
            .AllowAnonymous()
            .DisableRateLimiting()
            .DisableHttpMetrics()
            .ExcludeFromDescription();

    // Names and states only: descriptions and exceptions may hold addresses.
    private static JsonHttpResult<HealthBody> Answer(HealthReport report) => TypedResults.Json(
        new HealthBody(
            Word(report.Status),
            [.. report.Entries.Select(entry => new HealthCheckBody(entry.Key, Word(entry.Value.Status)))]),
        statusCode: report.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private sealed record HealthBody(string Status, IReadOnlyList<HealthCheckBody> Checks);

    private sealed record HealthCheckBody(string Name, string Status);
}
