using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.LocalServers;

/// <summary>
/// Starts and stops the server's process, known by its pid file and taken for ours only when it works in the folder. (Its
/// environment tells nothing: Redis writes its title over it.)
/// </summary>
internal sealed class RedisProcess(DataFolder folder, string program, ILogger logger, TimeProvider time)
{
    private const string Program = "redis-server";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private string PidFile => folder.File("redis.pid");

    private string Output => folder.File("server.out");

    public static string FindProgram(string? binaries)
    {
        string[] folders = binaries is not null ? [binaries] : ["/usr/bin", "/usr/local/bin", .. Command.SearchPath];
        return folders.Select(candidate => Path.Combine(candidate, Program)).FirstOrDefault(File.Exists)
            ?? throw new ServerNotInstalledException(
                $"找不到 Redis 程序{(binaries is null ? "" : $"（{binaries}）")}。请安装：apt install redis-server，或用 Caching:Redis 指定一个服务器。",
                $"Redis's program was not found{(binaries is null ? "" : $" in {binaries}")}. Install it: apt install redis-server, or name a server in Caching:Redis.");
    }

    public int? Find() =>
        UnixProcess.ReadId(PidFile) is { } id && UnixProcess.IsRunning(id) && UnixProcess.WorksIn(id, folder.Path) ? id : null;

    /// <returns>The process's id; it answers by then.</returns>
    public async Task<int> StartAsync(int port, string password, CancellationToken ct)
    {
        await WriteConfigurationAsync(port, password, ct);
        File.Delete(Output);
        var started = await Command.StartDetachedAsync(
            program,
            [folder.File("redis.conf")],
            new Dictionary<string, string>(StringComparer.Ordinal),
            PidFile,
            Output,
            ct);
        if (!started.Succeeded)
        {
            throw new LocalServerException(
                $"无法启动 {program}：{started.LastWords}", $"{program} could not be started: {started.LastWords}");
        }

        var start = time.GetTimestamp();
        while (!await AnswersAsync(port, password, ct))
        {
            if (UnixProcess.ReadId(PidFile) is not { } id || !UnixProcess.IsRunning(id))
            {
                throw Failure("启动后退出", "exited");
            }

            if (time.GetElapsedTime(start) > StartTime)
            {
                throw Failure($"{StartTime.TotalSeconds} 秒内没有就绪", $"was not ready after {StartTime.TotalSeconds} s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, ct);
        }

        return Find() ?? throw Failure("启动后退出", "exited");
    }

    /// <summary>Politely, then by force. Nothing is saved, so both are quick.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (Find() is { } id)
        {
            UnixProcess.Send(id, UnixSignal.Terminate);
            if (!await UnixProcess.WaitForExitAsync(id, StopTime, time, ct))
            {
                UnixProcess.Send(id, UnixSignal.Kill);
                await UnixProcess.WaitForExitAsync(id, StopTime, time, ct);
            }

            logger.RedisStopped(id);
        }

        File.Delete(PidFile);
    }

    private static async Task<bool> AnswersAsync(int port, string password, CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, patience.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\n"), patience.Token);
            var answer = new byte[64];
            var length = await socket.ReceiveAsync(answer, patience.Token);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("+OK", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    // A file, because the password must not stand in the list of processes. Nothing is written to disk: what a cache forgets is
    // loaded again, and what it remembers from before a restart may have changed meanwhile.
    private Task WriteConfigurationAsync(int port, string password, CancellationToken ct) => PrivateFile.WriteAsync(
        folder.File("redis.conf"),
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
            bind 127.0.0.1
            port {port}
            requirepass {password}
            daemonize no
            dir {folder.Path}
            save ""
            appendonly no
            maxmemory 128mb
            maxmemory-policy volatile-lru
            """) + "\n",
        ct);

    private LocalServerException Failure(string chinese, string english)
    {
        var words = File.Exists(Output) ? File.ReadLines(Output).LastOrDefault(line => line.Trim().Length > 0)?.Trim() : null;
        return new LocalServerException(
            $"Redis {chinese}：{words ?? "没有错误信息"}（日志：{Output}）",
            $"Redis {english}: {words ?? "it gave no reason"} (log: {Output})");
    }
}
