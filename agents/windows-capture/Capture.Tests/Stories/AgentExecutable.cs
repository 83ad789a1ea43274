using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace WeChatPlatform.Capture.Tests.Stories;

/// <summary>The agent as its own process, which can be killed as the operating system kills.</summary>
internal sealed class AgentExecutable : IAsyncDisposable
{
    private readonly Process _process;

    private AgentExecutable(Process process) => _process = process;

    public ConcurrentQueue<string> Errors { get; } = [];

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <remarks>
    /// A shell first, on Unix, that ignores the signal of a file that grows over its limit: what is left is the error of the
    /// write, as on a full disk.
    /// </remarks>
    public static AgentExecutable Start(IReadOnlyDictionary<string, string> settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "WeChatPlatform.Capture.Agent.dll");
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("dotnet", [program])
            : new ProcessStartInfo("bash", ["-c", "trap '' XFSZ; exec dotnet \"$0\"", program]);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;

        // Double mapping keeps code in a file of its own, which the limit on files would hit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var agent = new AgentExecutable(new Process { StartInfo = start });
        agent._process.ErrorDataReceived += (_, line) => agent.Errors.Enqueue(line.Data ?? "");
        agent._process.OutputDataReceived += (_, _) => { };
        agent._process.Start();
        agent._process.BeginErrorReadLine();
        agent._process.BeginOutputReadLine();
        return agent;
    }

    /// <summary>The longest file that the process may write from now on, in bytes; absent: any.</summary>
    public async Task LimitFilesAsync(long? bytes)
    {
        var limit = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        using var change = Process.Start("prlimit", [$"--pid={_process.Id}", $"--fsize={limit}:unlimited"]);
        await change.WaitForExitAsync(TestContext.Current.CancellationToken);
        change.ExitCode.ShouldBe(0, "the limit was set");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
