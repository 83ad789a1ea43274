using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Hosting;

/// <summary>One JSON object a line, with the trace and span it belongs to. `Logging:LogLevel` changes the levels.</summary>
internal static class ConsoleLogging
{
    private static readonly string[] Noisy =
        ["Microsoft", "System", "MassTransit", "Npgsql", "Yarp", "Polly"];

    public static void AddPlatformLogging(
        this ILoggingBuilder logging, Microsoft.Extensions.Configuration.IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        foreach (var category in Noisy)
        {
            logging.AddFilter(category, LogLevel.Warning);
        }

        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // Asked every second, they would tell an outage every second; whoever asks is told, and whatever fails logs it itself.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        logging.AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.None);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.Configure(options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            console.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
    }
}
