using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatPlatform.Hosting;

internal static class TelemetryRegistration
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // The web server names method, route and status on its activities only when this switch says so.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddSingleton<PrometheusExporter>();
        builder.Services.AddHostedService<TelemetryProviders>();
    }

    /// <summary>The management port keeps it from the public, so it asks for no token.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (PrometheusExporter exporter) =>
                exporter.Scrape() is { } text
                    ? Results.Text(text, PrometheusText.ContentType)
                    : Results.StatusCode(StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous()
            .DisableRateLimiting()
            .DisableHttpMetrics()
            .ExcludeFromDescription();
}
