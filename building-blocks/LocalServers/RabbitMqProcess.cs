using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.LocalServers;

/// <summary>
/// Starts and stops the node's processes: the start script with the Erlang machine below it, and the port mapper. All
/// are known by their pid files, and taken for ours only when they carry the node's name.
/// </summary>
internal sealed class RabbitMqProcess(RabbitMqNode node, string script, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);
    private static readonly byte[] ProtocolHeader = "AMQP\0\0\x09\x01"u8.ToArray();

    /// <summary>The Erlang machine's id; before that exists, the script's; null when neither runs.</summary>
    public int? FindProcess() => Find(node.NodePidFile) ?? Find(node.ScriptPidFile);

    /// <returns>The id of the Erlang machine, which accepts AMQP connections by then.</returns>
    public async Task<int> StartAsync(RabbitMqPorts ports, CancellationToken ct)
    {
        File.Delete(node.NodePidFile);
        File.Delete(node.Output);
        var environment = node.EnvironmentFor(ports);
        await DetachAsync("epmd", ["-port", $"{ports.PortMapper}", "-address", "127.0.0.1"], node.PortMapperPidFile, environment, ct);
        await DetachAsync(script, [], node.ScriptPidFile, environment, ct);

        var start = time.GetTimestamp();
        while (!await AcceptsAsync(ports.Amqp, ct))
        {
            if (UnixProcess.ReadId(node.ScriptPidFile) is not { } started || !UnixProcess.IsRunning(started))
            {
                throw Failure("启动后退出", "exited");
            }

            if (time.GetElapsedTime(start) > StartTime)
            {
                throw Failure($"{StartTime.TotalSeconds} 秒内没有就绪", $"was not ready after {StartTime.TotalSeconds} s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
        }

        return FindProcess() ?? throw Failure("启动后退出", "exited");
    }

    /// <summary>Stops everything of the node in bounded time: politely unless told to kill, then by force.</summary>
    public async Task StopAsync(bool kill, CancellationToken ct)
    {
        if (!kill && Find(node.NodePidFile) is { } machine)
        {
            UnixProcess.Send(machine, UnixSignal.Terminate);
            if (await UnixProcess.WaitForExitAsync(machine, StopTime, time, ct))
            {
                logger.RabbitMqStopped(machine);
            }
            else
            {
                logger.RabbitMqKilled(machine);
            }
        }

        // The script leads its process group, and the machine's helpers end with the machine.
        foreach (var file in (string[])[node.NodePidFile, node.ScriptPidFile, node.PortMapperPidFile])
        {
            if (Find(file) is { } left)
            {
                UnixProcess.Send(file == node.ScriptPidFile ? -left : left, UnixSignal.Kill);
                await UnixProcess.WaitForExitAsync(left, KillTime, time, ct);
            }

            File.Delete(file);
        }
    }

    private static async Task<bool> AcceptsAsync(int port, CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, patience.Token);
            await socket.SendAsync(ProtocolHeader, patience.Token);

            // A method frame on channel 0 is Connection.Start; a node that refuses sends its own protocol header instead.
            var answer = new byte[1];
            return await socket.ReceiveAsync(answer, patience.Token) == 1 && answer[0] == 1;
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

    private async Task DetachAsync(
        string program, string[] arguments, string pidFile, Dictionary<string, string> environment, CancellationToken ct)
    {
        var started = await Command.StartDetachedAsync(program, arguments, environment, pidFile, node.Output, ct);
        if (!started.Succeeded)
        {
            throw new LocalServerException(
                $"无法启动 {program}：{started.LastWords}", $"{program} could not be started: {started.LastWords}");
        }
    }

    private int? Find(string pidFile) => UnixProcess.ReadId(pidFile) is { } id && node.Owns(id) ? id : null;

    private LocalServerException Failure(string chinese, string english)
    {
        var words = File.Exists(node.Output)
            ? File.ReadLines(node.Output).LastOrDefault(line => line.Contains("rror", StringComparison.Ordinal))?.Trim()
            : null;
        var log = Path.Combine(node.Folder, "log", "node.log");
        return new LocalServerException(
            $"RabbitMQ {chinese}：{words ?? "没有错误信息"}（日志：{node.Output}，{log}）",
            $"RabbitMQ {english}: {words ?? "it gave no reason"} (logs: {node.Output}, {log})");
    }
}
