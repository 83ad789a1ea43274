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
using WeChatPlatform.Capture.Server;

namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>
/// check and dump. The running agent does them between two rounds, because only one may use the window; where none runs,
/// this process takes the account for as long as it needs.
/// </summary>
internal static class WindowCommands
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(90);

    public static Task<int> CheckAsync(HostApplicationBuilder builder, YamlFile? file, CommandLine line) => WithWindowAsync(
        builder,
        file,
        ControlDesk.CheckPath(line.TestSend, line.Report),
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
        var faults = ConfigurationFaults.Of(
            file, () => host.Services.GetRequiredService<IOptions<AgentOptions>>().Value, host.Services.GetService<OuterSettings>());
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
        var desk = services.GetRequiredService<WindowDesk>();
        var (outcome, told) = await desk.CheckAsync(line.TestSend, line.Report, ct);
        if (!line.Report)
        {
            return outcome;
        }

        using var upload = ActivatorUtilities.CreateInstance<ReportUpload>(services);
        await upload.StartAsync(ct);
        var answered = await desk.WithWordAsync(outcome, told, ct);
        await upload.StopAsync(ct);
        return answered;
    }

    private static async Task<int> ShowAsync(string? json, bool mustReport)
    {
        if (json is null || JsonSerializer.Deserialize(json, ControlJson.Default.CheckOutcome) is not { } outcome)
        {
            await Console.Error.WriteLineAsync("自检没有完成，请查看客户端的日志。 / The check did not come to an end; see the agent's log.");
            return ExitCode.CheckFailed;
        }

        foreach (var text in outcome.Lines())
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
