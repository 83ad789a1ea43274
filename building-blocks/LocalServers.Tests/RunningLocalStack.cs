using System.Diagnostics;
using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.LocalServers.Tests;

/// <summary>LocalStack as a process of its own, whose command writes its environment to a file and then does as told.</summary>
internal sealed class RunningLocalStack : IDisposable
{
    private readonly Process process;
    private readonly string reportFile;

    private RunningLocalStack(Process process, string report)
    {
        this.process = process;
        reportFile = report;
    }

    public int ProcessId => process.Id;

    public static RunningLocalStack Start(ServerFolder folder, string flags, string script)
    {
        var report = folder.For("report");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "WeChatPlatform.LocalStack"))
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        string[] command = ["sh", "-c", $"env > {report}.new; echo pid=$$ >> {report}.new; mv {report}.new {report}; {script}"];
        foreach (var word in (string[])["--data", folder.Path, .. flags.Split(' '), "--", .. command])
        {
            start.ArgumentList.Add(word);
        }

        return new RunningLocalStack(Process.Start(start)!, report);
    }

    /// <summary>The variables that the command sees, and its process id as "pid".</summary>
    public async Task<Dictionary<string, string>> ReadVariablesAsync()
    {
        await Eventually.Holds(
            "the command runs", () => File.Exists(reportFile) || process.HasExited, TimeSpan.FromSeconds(60));
        return (await File.ReadAllLinesAsync(reportFile, TestContext.Current.CancellationToken))
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public void Send(UnixSignal signal) => UnixProcess.Send(process.Id, signal);

    /// <summary>kill -9 of LocalStack alone: its servers stay. The command, which would stay too, goes with it.</summary>
    public async Task KillAsync()
    {
        var variables = await ReadVariablesAsync();
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        UnixProcess.Send(int.Parse(variables["pid"], CultureInfo.InvariantCulture), UnixSignal.Kill);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
