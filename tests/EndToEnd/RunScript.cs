using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.EndToEnd;

/// <summary>One call of ./run.sh, with a process group of its own as a terminal gives it.</summary>
internal sealed class RunScript : IDisposable
{
    // Servers, providers and databases of the test run, which the platform under test must not take for its own.
    private static readonly string[] Foreign =
        ["TEST_", "RABBITMQ_", "MSBUILD", "WECHAT_", "SIMULATOR_", "VSTEST_", "REQUIRE_TEST_SERVERS"];

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> expected = new(StringComparer.Ordinal);
    private readonly Task read;

    private RunScript(Process process)
    {
        this.process = process;
        read = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Everything that a person would have seen so far, both streams in one.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public static RunScript Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        // A test run in the background ignores SIGINT, and a shell cannot trap what it was started to ignore.
        string[] command = ["env", "--default-signal=INT,TERM,HUP", Path.Combine(Repository.Root, "run.sh"), .. arguments];
        var start = new ProcessStartInfo("setsid", command)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new RunScript(Process.Start(start)!);
    }

    /// <summary>Returns when the text was printed; fails with everything printed when the script ends or the time is over.</summary>
    public async Task PrintsAsync(string text, TimeSpan within)
    {
        var printed = expected.GetOrAdd(text, _ => new TaskCompletionSource());
        if (Output.Contains(text, StringComparison.Ordinal))
        {
            return;
        }

        await Task.WhenAny(printed.Task, read, Task.Delay(within));
        Output.ShouldContain(text);
    }

    /// <summary>What Ctrl-C in a terminal does: the whole group gets the signal.</summary>
    public void PressCtrlC() => UnixProcess.Send(-process.Id, UnixSignal.Interrupt);

    public async Task<int> ExitCodeAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"./run.sh did not end within {within.TotalSeconds:0} s. It printed:\n{Output}");
        }

        // What it left running may hold the streams open.
        await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(5)));
        return process.ExitCode;
    }

    public void Dispose() => process.Dispose();

    private static bool IsForeign(string name) =>
        Array.Exists(Foreign, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        || name.Contains("__", StringComparison.Ordinal)
        || name.EndsWith("_API_KEY", StringComparison.Ordinal)
        || name.EndsWith("_BASE_URL", StringComparison.Ordinal);

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }

            foreach (var (_, waiting) in expected.Where(one => line.Contains(one.Key, StringComparison.Ordinal)))
            {
                waiting.TrySetResult();
            }
        }
    }
}
