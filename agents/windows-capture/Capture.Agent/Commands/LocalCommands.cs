using System.Net;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Capture.Agent.Configuration;
using WeChatPlatform.Capture.Agent.Control;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>pause, resume and stop: told to the agent that runs on the data folder. They need nothing but the folder.</summary>
internal static class LocalCommands
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(string command, HostApplicationBuilder builder, YamlFile? file)
    {
        // Another fault of the file must not keep anybody from stopping the agent.
        if (builder.Configuration["Agent:DataFolder"] is not { Length: > 0 } folder)
        {
            await ConfigurationFaults.WriteAsync([.. file?.Faults ?? [], "缺少 cache.directory（Agent:DataFolder） / Agent:DataFolder is missing"]);
            return ExitCode.BadConfiguration;
        }

        try
        {
            return command switch
            {
                CommandLine.Pause => await PauseAsync(folder),
                CommandLine.Resume => await ResumeAsync(folder),
                _ => await StopAsync(folder),
            };
        }
        catch (JournalUnavailableException unwritable)
        {
            await Console.Error.WriteLineAsync($"数据目录无法读写。 / {unwritable.Message}");
            return ExitCode.FolderUnusable;
        }
    }

    private static async Task<int> PauseAsync(string folder)
    {
        // The file first: an agent that hangs sees it before its next text all the same.
        try
        {
            LocalStop.Leave(folder, isOn: true, TimeProvider.System);
        }
        catch (JournalUnavailableException unwritable)
        {
            return await PauseUnkeptAsync(folder, unwritable);
        }

        await Console.Out.WriteLineAsync(await AskAsync(folder, "/pause") is HttpStatusCode.OK
            ? "已停止发送，继续读取。恢复：agent resume / Sending is stopped, reading goes on. To send again: agent resume"
            : IsRunning(folder)
                ? "停止已写入；客户端没有答复，它在下一次发送前会看到。 / The stop is written; the agent did not answer, and sees it before its next text."
                : "客户端没有运行；下次启动后不会发送。 / No agent runs; the next one will not send.");
        return ExitCode.Done;
    }

    // No room, no rights: the agent that runs is stopped all the same, and has it in its memory.
    private static async Task<int> PauseUnkeptAsync(string folder, JournalUnavailableException unwritable)
    {
        await Console.Error.WriteLineAsync(await AskAsync(folder, "/pause") is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable
            ? $"已停止发送，但无法保存：重启后不再有效。 / Sending is stopped, but a restart will forget it: {unwritable.Message}"
            : $"停止没有写入，也没有客户端答复：请结束客户端进程。 / The stop is not written and no agent answers; end its process: {unwritable.Message}");
        return ExitCode.FolderUnusable;
    }

    private static async Task<int> ResumeAsync(string folder)
    {
        var answer = await AskAsync(folder, "/resume");
        if (answer is null)
        {
            LocalStop.Leave(folder, isOn: false, TimeProvider.System);
        }
        else if (answer is not HttpStatusCode.OK)
        {
            await Console.Error.WriteLineAsync("客户端不能恢复发送，请查看它的日志。 / The agent could not go on; see its log.");
            return ExitCode.FolderUnusable;
        }

        await Console.Out.WriteLineAsync(answer is HttpStatusCode.OK
            ? "已恢复发送。 / Sending goes on."
            : "停止已撤销；客户端没有运行或没有答复。 / The stop is taken back; no agent runs, or it did not answer.");
        return ExitCode.Done;
    }

    private static async Task<int> StopAsync(string folder)
    {
        if (await AskAsync(folder, "/stop") is not HttpStatusCode.OK)
        {
            await Console.Error.WriteLineAsync("没有运行中的客户端，或它没有答复。 / No agent runs on this data folder, or it does not answer.");
            return ExitCode.NotRunning;
        }

        var started = TimeProvider.System.GetTimestamp();
        while (IsRunning(folder))
        {
            if (TimeProvider.System.GetElapsedTime(started) >= EndTime)
            {
                await Console.Error.WriteLineAsync("客户端还没有结束。 / The agent has not ended yet.");
                return ExitCode.NotRunning;
            }

            await Task.Delay(LookAgain, TimeProvider.System);
        }

        await Console.Out.WriteLineAsync("客户端已结束。 / The agent has ended.");
        return ExitCode.Done;
    }

    private static async Task<HttpStatusCode?> AskAsync(string folder, string path)
    {
        if (ControlFile.Read(folder) is not { } file)
        {
            return null;
        }

        using var client = new ControlClient(file);
        return (await client.AskAsync(HttpMethod.Post, path, AnswerTime, CancellationToken.None))?.Status;
    }

    // Who has the folder runs: the lock goes with the process, however it ends.
    internal static bool IsRunning(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            using var free = new FolderLock(folder);
            return false;
        }
        catch (FolderInUseException)
        {
            return true;
        }
    }
}
