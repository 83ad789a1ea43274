using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers.Cleanup;

/// <summary>
/// A process beside this one that holds the other end of a pipe. However this process ends, SIGKILL included, the kernel
/// closes the pipe, and the watcher removes the run's containers. It does so at a proper end too: one way that is always used.
/// </summary>
internal sealed class Watcher : IDisposable
{
    /// <summary>What the watcher says once no signal to the terminal ends it any more.</summary>
    public const string Ready = "ready";

    /// <summary>What it is told at a proper end: nothing is being created any more.</summary>
    public const string Complete = "complete";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(35);

    private readonly Process process;

    private Watcher(Process process) => this.process = process;

    public int ProcessId => process.Id;

    /// <exception cref="LocalServerException">It cannot be started.</exception>
    public static async Task<Watcher> StartAsync(string socket, string run, CancellationToken ct)
    {
        var program = typeof(Watcher).Assembly.Location;
        var start = new ProcessStartInfo(DotnetProgram(), [program, socket, run])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Not this process's: whoever reads that until its end would wait for the watcher too.
            RedirectStandardError = true,
        };
        Process started;
        try
        {
            started = Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw CannotWatch(failure.Message, failure);
        }

        if (await started.StandardOutput.ReadLineAsync(ct) != Ready)
        {
            using (started)
            {
                throw CannotWatch(await started.StandardError.ReadToEndAsync(ct), null);
            }
        }

        return new Watcher(started);
    }

    /// <summary>Returns when the run's containers are gone.</summary>
    /// <exception cref="LocalServerException">They are not.</exception>
    public async Task FinishAsync(TimeProvider time)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(Complete);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was ended by somebody; its exit code says so below.
        }

        using var limit = new CancellationTokenSource(StopPatience, time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw CannotRemove("no end within " + StopPatience);
        }

        if (process.ExitCode != 0)
        {
            throw CannotRemove($"exit code {process.ExitCode}");
        }
    }

    public void Dispose() => process.Dispose();

    // The program that runs this process, from the folder of its runtime: dotnet/shared/Microsoft.NETCore.App/VERSION/.
    private static string DotnetProgram() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static LocalServerException CannotWatch(string reason, Exception? inner) => new(
        $"无法启动清理容器的看护进程：{reason}", $"The process that clears containers away cannot be started: {reason}", inner);

    private static LocalServerException CannotRemove(string reason) => new(
        $"测试容器没有清理干净（{reason}）；下一次运行会清理它们。",
        $"Test containers were not cleared away ({reason}); the next run clears them away.");
}
