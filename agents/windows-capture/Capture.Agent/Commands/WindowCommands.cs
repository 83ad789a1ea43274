using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Agent.Configuration;
using WeChatPlatform.Capture.Agent.Control;
using WeChatPlatform.Capture.Agent.Window;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Server;

namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>
/// check and dump. The running agent does them between two rounds, because only one may use the window; where none runs,
/// this process takes the account for as long as it needs.
/// </summary>
internal static class WindowCommands
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ReportTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public static Task<int> CheckAsync(HostApplicationBuilder builder, YamlFile? file, CommandLine line) => WithWindowAsync(
        builder,
        file,
        line.TestSend ? ControlDesk.TestSend : ControlDesk.Check,
        async (services, ct) => JsonSerializer.Serialize(await CheckHereAsync(services, line, ct), ControlJson.Default.CheckOutcome),
        json => ShowAsync(json, line.Report));

    public static Task<int> DumpAsync(HostApplicationBuilder builder, YamlFile? file, string target) => WithWindowAsync(
        builder,
        file,
        ControlDesk.Dump,
        (services, ct) => services.GetRequiredService<WindowDesk>().DumpAsync(ct),
        tree => WriteAsync(target, tree));

    private static async Task<int> WithWindowAsync(
        HostApplicationBuilder builder,
        YamlFile? file,
        string path,
        Func<IServiceProvider, CancellationToken, Task<string?>> here,
        Func<string?, Task<int>> end)
    {
        builder.AddWindowCommands();
        using var host = builder.Build();
        var faults = ConfigurationFaults.Of(file, () => host.Services.GetRequiredService<IOptions<AgentOptions>>().Value);
        if (faults.Count > 0)
        {
            await ConfigurationFaults.WriteAsync(faults);
            return ExitCode.BadConfiguration;
        }

        try
        {
            var folder = host.Services.GetRequiredService<IOptions<AgentOptions>>().Value.DataFolder;
            if (ControlFile.Read(folder) is { } running && LocalCommands.IsRunning(folder))
            {
                using var client = new ControlClient(running);
                if (await client.AskAsync(HttpMethod.Post, path, AnswerTime, CancellationToken.None) is not { } answer)
                {
                    await Console.Error.WriteLineAsync("运行中的客户端没有答复。 / The agent that runs does not answer.");
                    return ExitCode.NotRunning;
                }

                return await end(answer.Status == HttpStatusCode.OK ? answer.Body : null);
            }

            host.Services.GetRequiredService<AccountLock>();
            host.Services.GetRequiredService<AgentJournal>();
            using var timeout = new CancellationTokenSource(AnswerTime);
            return await end(await here(host.Services, timeout.Token));
        }
        catch (FolderInUseException inUse)
        {
            await Console.Error.WriteLineAsync(inUse.Message);
            return ExitCode.InUse;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"文件或目录无法读写。 / A file or folder cannot be used: {failure.Message}");
            return ExitCode.FolderUnusable;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("微信窗口没有响应。 / The WeChat window does not answer.");
            return ExitCode.CheckFailed;
        }
    }

    private static async Task<CheckOutcome> CheckHereAsync(IServiceProvider services, CommandLine line, CancellationToken ct)
    {
        var outcome = await services.GetRequiredService<WindowDesk>().CheckAsync(line.TestSend, line.Report, ct);
        return outcome.Reported is true ? outcome with { Reported = await IsToldAsync(services, ct) } : outcome;
    }

    // What is told or refused for good waits no longer; a server that is away is waited for, a little.
    private static async Task<bool> IsToldAsync(IServiceProvider services, CancellationToken ct)
    {
        var reports = services.GetRequiredService<SelfCheckReports>();
        using var upload = ActivatorUtilities.CreateInstance<ReportUpload>(services);
        await upload.StartAsync(ct);
        var started = TimeProvider.System.GetTimestamp();
        while (reports.Next() is not null && TimeProvider.System.GetElapsedTime(started) < ReportTime)
        {
            await Task.Delay(LookAgain, TimeProvider.System, ct);
        }

        await upload.StopAsync(ct);
        return reports.Next() is null;
    }

    private static async Task<int> ShowAsync(string? json, bool mustReport)
    {
        if (json is null || JsonSerializer.Deserialize(json, ControlJson.Default.CheckOutcome) is not { } outcome)
        {
            await Console.Error.WriteLineAsync("自检没有完成，请查看客户端的日志。 / The check did not come to an end; see the agent's log.");
            return ExitCode.CheckFailed;
        }

        // A running agent tells the server always, and has nothing to say about it to who did not ask.
        foreach (var text in (mustReport ? outcome : outcome with { Reported = null }).Lines())
        {
            await Console.Out.WriteLineAsync(text);
        }

        return !outcome.Passed ? ExitCode.CheckFailed : mustReport && outcome.Reported is false ? ExitCode.ReportFailed : ExitCode.Done;
    }

    private static async Task<int> WriteAsync(string target, string? tree)
    {
        if (tree is null)
        {
            await Console.Error.WriteLineAsync(
                "没有可读的界面树：微信没有运行，或这是模拟桌面。 / There is no tree: WeChat does not run, or this is the simulated desktop.");
            return ExitCode.CheckFailed;
        }

        OwnerFile.Write(target, Encoding.UTF8.GetBytes(tree));
        await Console.Out.WriteLineAsync($"已写入（不含姓名和聊天内容） / written, without names and texts: {Path.GetFullPath(target)}");
        return ExitCode.Done;
    }
}
