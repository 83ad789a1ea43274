using System.Diagnostics;
using System.Globalization;
using WeChatPlatform.LocalServers;
using WeChatPlatform.Testing;

namespace WeChatPlatform.ContainerServers.Tests;

/// <summary>A process that runs containers is ended in every way there is; the stub plays Docker.</summary>
public sealed class WatcherTests : IAsyncLifetime
{
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;
    private StubDocker stub = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await StubDocker.StartAsync();
        stub.InventsContainers = true;
    }

    public ValueTask DisposeAsync() => stub.DisposeAsync();

    [Fact]
    public async Task Containers_of_a_process_killed_by_SIGKILL_are_removed()
    {
        using var stack = RunningStack.Start(stub.Host, "sleep 60");
        await stack.CommandIdAsync();

        await stack.KillAsync();

        await Eventually.Holds("the run's container is removed", () => Removed == 1);
    }

    [Fact]
    public async Task A_kill_of_the_whole_process_group_leaves_the_watcher_to_do_its_work()
    {
        using var stack = RunningStack.Start(stub.Host, "sleep 60");
        await stack.CommandIdAsync();

        UnixProcess.Send(-stack.ProcessId, UnixSignal.Kill);

        await Eventually.Holds("the run's container is removed", () => Removed == 1);
    }

    [Fact]
    public async Task At_a_proper_end_containers_are_removed_before_the_process_ends()
    {
        using var stack = RunningStack.Start(stub.Host, "exit 7");

        (await stack.ExitCodeAsync(ct)).ShouldBe(7);
        Removed.ShouldBe(1);
    }

    private int Removed =>
        stub.Requests.Count(request => request.StartsWith("DELETE /containers/invented?", StringComparison.Ordinal));

    /// <summary>LocalStack as a process group of its own, with no server and a command that writes its id first.</summary>
    private sealed class RunningStack : IDisposable
    {
        private readonly Process process;
        private string? commandId;

        private RunningStack(Process process) => this.process = process;

        public int ProcessId => process.Id;

        public static RunningStack Start(string dockerHost, string script)
        {
            // setsid runs the program in its own process when that leads no group yet, as a child of this one does not.
            string[] words =
            [
                Path.Combine(AppContext.BaseDirectory, "WeChatPlatform.LocalStack"),
                "--data", "unused", "--containers", dockerHost, "--", "sh", "-c", $"echo $$; exec >&-; {script}",
            ];
            return new RunningStack(Process.Start(
                new ProcessStartInfo("setsid", words) { UseShellExecute = false, RedirectStandardOutput = true })!);
        }

        /// <summary>The command runs, so the watcher does.</summary>
        public async Task<int> CommandIdAsync()
        {
            commandId ??= await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            return int.Parse(commandId!, CultureInfo.InvariantCulture);
        }

        public async Task KillAsync()
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        public async Task<int> ExitCodeAsync(CancellationToken ct)
        {
            await process.WaitForExitAsync(ct);
            return process.ExitCode;
        }

        public void Dispose()
        {
            // What is left of the group, the command above all.
            UnixProcess.Send(-process.Id, UnixSignal.Kill);
            process.Dispose();
        }
    }
}
