using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Agent.Commands;
using WeChatPlatform.Capture.Agent.Configuration;
using WeChatPlatform.Capture.Agent.Control;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Server;

namespace WeChatPlatform.Capture.Agent;

/// <summary>The agent as a process, until it is stopped or finds that it may not run; see <see cref="ExitCode"/>.</summary>
internal static class AgentProcess
{
    /// <param name="builder">With its configuration.</param>
    /// <param name="file">The file that the configuration has in it, for the places of its faults.</param>
    public static async Task<int> RunAsync(HostApplicationBuilder builder, YamlFile? file = null)
    {
        builder.AddAgent();
        try
        {
            using var host = builder.Build();
            // Options, account and folder first: all have an answer for the person who starts this.
            var faults = ConfigurationFaults.Of(
                file, () => host.Services.GetRequiredService<IOptions<AgentOptions>>().Value, host.Services.GetService<OuterSettings>());
            if (faults.Count > 0)
            {
                await ConfigurationFaults.WriteAsync(faults);
                return ExitCode.BadConfiguration;
            }

            var options = host.Services.GetRequiredService<IOptions<AgentOptions>>().Value;
            var logger = host.Services.GetRequiredService<ILogger<AgentOptions>>();
            foreach (var note in file?.Notes ?? [])
            {
                logger.KeyWithoutEffect(note);
            }

            host.Services.GetRequiredService<AccountLock>();
            host.Services.GetRequiredService<AgentJournal>();
            var lease = host.Services.GetRequiredService<Lease>();
            using var spans = AgentSpans.Export(options);
            var parts = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
            await host.RunAsync();
            if (parts.Exists(part => part.ExecuteTask is { IsFaulted: true }))
            {
                // The host has logged why. Who starts the agent must not take it for a stop.
                await Console.Error.WriteLineAsync("客户端的一个部分意外失败，进程结束，请查看日志。 / A part of the agent failed, so it ends; see the log.");
                return ExitCode.Accident;
            }

            if (!lease.IsRefused)
            {
                return ExitCode.Done;
            }

            await Console.Error.WriteLineAsync(
                $"账号已有另一个客户端进程在处理（{options.AgentId}），本进程退出。请先停止另一个进程；若它刚刚异常结束，请在一分钟后重试。 / "
                + $"Another agent process works for {options.AgentId}, so this one ends. Stop the other one; if it has just crashed, try again in a minute.");
            return ExitCode.LeaseHeld;
        }
        catch (FolderInUseException inUse)
        {
            await Console.Error.WriteLineAsync(inUse.Message);
            return ExitCode.InUse;
        }
        catch (JournalUnavailableException unusable)
        {
            await Console.Error.WriteLineAsync($"数据目录或锁目录无法读写：请检查权限和磁盘空间。 / {unusable.Message}");
            return ExitCode.FolderUnusable;
        }
    }
}
