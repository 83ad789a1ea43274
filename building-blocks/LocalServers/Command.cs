using System.ComponentModel;
using System.Diagnostics;

namespace WeChatPlatform.LocalServers;

internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last line that says something: what a person needs to see of a failure.</summary>
    public string LastWords =>
        (Error + "\n" + Output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault() ?? $"exit code {ExitCode}";
}

/// <summary>
/// Runs a program to its end. The program sees an environment of its own: settings of another server and the platform's
/// secrets must not leak into a server that lives longer than its host.
/// </summary>
internal static class Command
{
    // Leaves a program behind in a session of its own, where Ctrl-C in the host's terminal does not reach it. The pid file
    // is written before the inherited output closes, so it exists when RunAsync returns.
    private const string DetachScript =
        """
        umask 077; pid=$1; log=$2; shift 2; echo $$ > "$pid"; exec </dev/null >>"$log" 2>&1; exec "$@"
        """;

    /// <summary>Where programs are looked for, in order: what a child of this process would use.</summary>
    public static IReadOnlyList<string> SearchPath { get; } =
        (new ProcessStartInfo().Environment.TryGetValue("PATH", out var path) ? path : null)?
            .Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static Task<CommandResult> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken ct) =>
        RunAsync(program, arguments, new Dictionary<string, string>(StringComparer.Ordinal), ct);

    public static async Task<CommandResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Every user may enter it; the host's own folder may be closed to user postgres.
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = string.Join(':', SearchPath.Append("/usr/sbin").Append("/sbin"));
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a program that stays: its own session, output appended to a file, its id in the pid file.</summary>
    public static Task<CommandResult> StartDetachedAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string pidFile,
        string logFile,
        CancellationToken ct) =>
        RunAsync(
            "setsid",
            ["--fork", "sh", "-c", DetachScript.Trim(), "sh", pidFile, logFile, program, .. arguments],
            environment,
            ct);

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        }
        catch (Win32Exception failure)
        {
            throw new LocalServerException(
                $"无法运行 {start.FileName}：{failure.Message}",
                $"{start.FileName} cannot be run: {failure.Message}",
                failure);
        }
    }
}
