using System.Diagnostics;

namespace WeChatPlatform.AgentFootprint;

/// <summary>The agent as its own process, from its start to its end.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<TimeSpan> _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TimeSpan> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningAgent(Process process) => _process = process;

    /// <summary>From the start of the process until it had read the window's chats for the first time.</summary>
    public Task<TimeSpan> WindowRead => _read.Task;

    /// <summary>From the start of the process until the server had welcomed it.</summary>
    public Task<TimeSpan> Connected => _connected.Task;

    public ProcessUse Use => ProcessUse.Of(_process.Id);

    public static RunningAgent Start(string program, string server, string desktop, string folder)
    {
        var start = program.EndsWith(".dll", StringComparison.Ordinal)
            ? new ProcessStartInfo("dotnet", [program])
            : new ProcessStartInfo(program);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Agent__ServerUrl"] = server,
            ["Agent__AgentId"] = "agent-1",
            ["Agent__ApiKey"] = "benchmark",
            ["Agent__DataFolder"] = folder,
            ["Agent__Account__Nickname"] = "客服小微",
            ["Agent__Account__LockFolder"] = folder,
            ["Agent__Scope__Include__0"] = "*",
            ["Agent__Pace__Limited"] = "false",
            ["Agent__Desktop__Kind"] = "simulated",
            ["Agent__Desktop__Url"] = desktop,
            ["Agent__Poll__ActiveMilliseconds"] = "1000",
            ["Agent__Poll__IdleMilliseconds"] = "1000",
        })
        {
            start.Environment[name] = value;
        }

        var agent = new RunningAgent(new Process { StartInfo = start });
        var started = TimeProvider.System.GetTimestamp();
        agent._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("\"EventId\":830", StringComparison.Ordinal) == true && line.Data.Contains("is ok", StringComparison.Ordinal))
            {
                agent._read.TrySetResult(TimeProvider.System.GetElapsedTime(started));
            }
            else if (line.Data?.Contains("\"EventId\":845", StringComparison.Ordinal) == true)
            {
                agent._connected.TrySetResult(TimeProvider.System.GetElapsedTime(started));
            }
        };
        agent._process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                Console.Error.WriteLine(line.Data);
            }
        };
        agent._process.Start();
        agent._process.BeginOutputReadLine();
        agent._process.BeginErrorReadLine();
        return agent;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
