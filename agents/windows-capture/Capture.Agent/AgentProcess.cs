using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Agent;

/// <summary>The agent as a process: exit code 0 after a stop, 2 for a bad configuration, 3 for a folder in use.</summary>
internal static class AgentProcess
{
    private const int BadConfiguration = 2;
    private const int FolderInUse = 3;
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(HostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTime);
        builder.Services.AddCapture();

        try
        {
            using var host = builder.Build();
            // Options and folder first: both have an answer for the person who starts this.
            host.Services.GetRequiredService<AgentJournal>();
            using var spans = AgentSpans.Export(host.Services.GetRequiredService<IOptions<AgentOptions>>().Value);
            await host.RunAsync();
            return 0;
        }
        catch (OptionsValidationException invalid)
        {
            foreach (var fault in invalid.Failures)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return BadConfiguration;
        }
        catch (FolderInUseException inUse)
        {
            await Console.Error.WriteLineAsync(inUse.Message);
            return FolderInUse;
        }
    }
}
