using System.Diagnostics;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Testing;

/// <summary>What is done to a process in the middle of its work.</summary>
public enum Disturbance
{
    /// <summary>kill -9: nothing can be finished or said.</summary>
    Kill,

    /// <summary>kill -15: work in hand is finished, and the process ends by itself.</summary>
    Stop,
}

/// <summary>
/// One process of the platform: the program that was built with these tests, started, disturbed and started again with
/// the same settings. It inherits nothing that could configure it.
/// </summary>
public sealed class PlatformProcess(
    string name,
    string program,
    IReadOnlyDictionary<string, string> settings,
    Func<PlatformProcess, CancellationToken, Task<bool>> isReady) : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    // A refused connection is an exception on the machine that the process wants to start on, and ten start side by side.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "DOTNET_ROOT", "DOTNET_CLI_HOME", "DOTNET_HOST_PATH",
        "DOTNET_TieredPGO",
    ];

    private Process? _process;
    private TaskCompletionSource _exited = new();

    public string Name => name;

    /// <summary>Of this life; known once it was started.</summary>
    public int Id => _process!.Id;

    public bool IsRunning => _process is not null && !_exited.Task.IsCompleted;

    public ProcessLog Log { get; init; } = new();

    /// <summary>
    /// A file that may not grow any more (RLIMIT_FSIZE) is an error of the write, as a full disk is, and not the end of the
    /// process by a signal.
    /// </summary>
    public bool SurvivesFileLimits { get; init; }

    /// <summary>How the last life ended; absent while it goes on, and before the first.</summary>
    public int? ExitCode => _process is not null && _exited.Task.IsCompleted ? _process.ExitCode : null;

    /// <summary>Where a host tells its health and metrics.</summary>
    public Uri Management => new(settings["Hosting__ManagementUrl"]);

    public void Start()
    {
        var start = CommandOf([]);
        Log.BeginLife();
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => Log.Add(line.Data);

        // Not WaitForExitAsync: that waits for the outputs too, which a private database server of the process may hold.
        process.Exited += (_, _) => exited.TrySetResult();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        (_process, _exited) = (process, exited);
    }

    public async Task BecomesReadyAsync(CancellationToken ct) =>
        await Eventually.Holds(
            $"{name} is ready",
            async () => _exited.Task.IsCompleted
                ? throw new InvalidOperationException($"{name} ended with {_process!.ExitCode}")
                : await isReady(this, ct),
            StartTime,
            AskAgain);

    /// <summary>Ends this life of the process in the given way and waits until it is over.</summary>
    public async Task EndAsync(Disturbance how, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        if (!UnixProcess.Send(_process!.Id, how == Disturbance.Kill ? UnixSignal.Kill : UnixSignal.Terminate))
        {
            throw new InvalidOperationException($"{name} was gone before it was disturbed");
        }

        await _exited.Task.WaitAsync(StopTime, ct);
        if (how == Disturbance.Stop && (_process.ExitCode != 0 || clock.Elapsed >= StopTime))
        {
            throw new InvalidOperationException(
                $"{name} was asked to stop and ended with {_process.ExitCode} after {clock.Elapsed.TotalSeconds:0.0} s");
        }
    }

    /// <summary>Runs a command of the same program beside it.</summary>
    public async Task<string> RunVerbAsync(string[] arguments, CancellationToken ct)
    {
        using var process = Process.Start(CommandOf(arguments))!;
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{name} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        if (!_exited.Task.IsCompleted)
        {
            UnixProcess.Send(_process.Id, UnixSignal.Terminate);
            await _exited.Task.WaitAsync(StopTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_exited.Task.IsCompleted)
        {
            UnixProcess.Send(_process.Id, UnixSignal.Kill);
        }

        _process.Dispose();
    }

    private ProcessStartInfo CommandOf(string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] command = [host, BuiltPrograms.PathOf(program), .. arguments];
        if (SurvivesFileLimits)
        {
            // What is ignored stays ignored over exec, and the process keeps its id.
            command = ["/bin/sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in start.Environment.Keys.Except(Inherited).ToList())
        {
            start.Environment.Remove(variable);
        }

        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        // A killed runtime would leave its diagnostic socket behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }
}

/// <summary>The programs that were built together with these tests, in the same configuration.</summary>
public static class BuiltPrograms
{
    private static readonly string Own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>The folder of the repository that they were built from.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Own, "..", "..", "..", ".."));

    /// <summary>PLATFORM_PROGRAMS names a folder of published programs, one folder a project, to use those instead.</summary>
    public static string PathOf(string project) =>
        Environment.GetEnvironmentVariable("PLATFORM_PROGRAMS") is { Length: > 0 } published
            ? Path.Combine(published, project, $"WeChatPlatform.{project}.dll")
            : Path.Combine(Own, "..", "..", project, Path.GetFileName(Own), $"WeChatPlatform.{project}.dll");
}
