using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Server;

namespace WeChatPlatform.Capture.Agent;

/// <summary>
/// The agent as a process: exit code 0 after a stop, 2 for a bad configuration, 3 when another process of this machine has
/// the folder or the account, 4 when another process anywhere has it, 5 when a folder cannot be read or written.
/// </summary>
internal static class AgentProcess
{
    private const int BadConfiguration = 2;
    private const int InUse = 3;
    private const int LeaseHeld = 4;
    private const int FolderUnusable = 5;
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
            // Options, account and folder first: all have an answer for the person who starts this.
            var options = host.Services.GetRequiredService<IOptions<AgentOptions>>().Value;
            host.Services.GetRequiredService<AccountLock>();
            host.Services.GetRequiredService<AgentJournal>();
            var lease = host.Services.GetRequiredService<Lease>();
            using var spans = AgentSpans.Export(options);
            await host.RunAsync();
            if (!lease.IsRefused)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync(
                $"账号已有另一个客户端进程在处理（{options.AgentId}），本进程退出。请先停止另一个进程；若它刚刚异常结束，请在一分钟后重试。 / "
                + $"Another agent process works for {options.AgentId}, so this one ends. Stop the other one; if it has just crashed, try again in a minute.");
            return LeaseHeld;
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
            return InUse;
        }
        catch (JournalUnavailableException unusable)
        {
            await Console.Error.WriteLineAsync($"数据目录或锁目录无法读写：请检查权限和磁盘空间。 / {unusable.Message}");
            return FolderUnusable;
        }
    }
}
