using System.Globalization;

namespace WeChatPlatform.LocalServers.Tests;

public sealed class PostgresAfterACrashTests
{
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_orphan_of_a_killed_host_is_adopted_and_then_stopped()
    {
        await using var folder = new ServerFolder();
        var orphan = await LeaveOrphanAsync(folder);

        var postgres = await folder.StartPostgresAsync();

        postgres.ProcessId.ShouldBe(orphan.ProcessId);
        postgres.ConnectionString.ShouldBe(orphan.ConnectionString);
        (await Sql.RunAsync(postgres.ConnectionString, "select 1")).ShouldBe(1);
        await postgres.DisposeAsync();
        UnixProcess.IsRunning(orphan.ProcessId).ShouldBeFalse();
    }

    [Fact]
    public async Task An_orphan_without_durability_is_replaced_when_durability_is_asked_for()
    {
        await using var folder = new ServerFolder();
        var orphan = await LeaveOrphanAsync(folder);

        await using var postgres = await folder.StartPostgresAsync(fast: false);

        UnixProcess.IsRunning(orphan.ProcessId).ShouldBeFalse();
        (await Sql.RunAsync(postgres.ConnectionString, "show fsync")).ShouldBe("on");
    }

    [Fact]
    public async Task An_orphan_that_nobody_adopts_can_be_stopped()
    {
        await using var folder = new ServerFolder();
        var orphan = await LeaveOrphanAsync(folder);

        await LocalPostgres.StopOrphanAsync(
            folder.For("postgres"),
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            TimeProvider.System,
            ct);

        UnixProcess.IsRunning(orphan.ProcessId).ShouldBeFalse();
    }

    [Fact]
    public async Task A_killed_server_recovers_what_was_committed()
    {
        await using var folder = new ServerFolder();
        await using (await folder.StartPostgresAsync())
        {
            // Only makes the cluster: quickly, because it does not wait for the disk.
        }

        await using var killed = await folder.StartPostgresAsync(fast: false);
        await Sql.RunAsync(killed.ConnectionString, "create table kept as select 7 as number");
        UnixProcess.Send(killed.ProcessId, UnixSignal.Kill);
        await killed.DisposeAsync();

        await using var postgres = await folder.StartPostgresAsync(fast: false);

        (await Sql.RunAsync(postgres.ConnectionString, "select number from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_a_stranger_is_no_obstacle_and_the_stranger_lives()
    {
        await using var folder = new ServerFolder();
        var killed = await folder.StartPostgresAsync();
        UnixProcess.Send(killed.ProcessId, UnixSignal.Kill);
        await killed.DisposeAsync();
        var file = folder.For("postgres/cluster/postmaster.pid");
        var lines = await File.ReadAllLinesAsync(file, ct);
        var stranger = await StartStrangerAsync();
        await File.WriteAllLinesAsync(file, [$"{stranger}", .. lines[1..]], ct);

        try
        {
            await using var postgres = await folder.StartPostgresAsync();
            UnixProcess.IsRunning(stranger).ShouldBeTrue();
        }
        finally
        {
            UnixProcess.Send(stranger, UnixSignal.Kill);
        }
    }

    private static async Task<(int ProcessId, string ConnectionString)> LeaveOrphanAsync(ServerFolder folder)
    {
        using var stack = RunningLocalStack.Start(folder, "--postgres --fast", "exec sleep 60");
        await stack.KillAsync();
        var connection = await LocalPostgres.ReadConnectionStringAsync(
            folder.For("postgres"), TestContext.Current.CancellationToken);
        var orphan = Postmaster.Read(folder.For("postgres/cluster"))!;
        orphan.IsRunning.ShouldBeTrue();
        return (orphan.ProcessId, connection!);
    }

    // Of the user that the server runs as, because PostgreSQL overlooks the processes of others.
    private static async Task<int> StartStrangerAsync()
    {
        string[] command = ["sh", "-c", "sleep 300 >/dev/null 2>&1 & echo $!"];
        var started = await Command.RunAsync(
            Environment.IsPrivilegedProcess ? "runuser" : "env",
            Environment.IsPrivilegedProcess ? ["-u", "postgres", "--", .. command] : command,
            TestContext.Current.CancellationToken);
        return int.Parse(started.Output, CultureInfo.InvariantCulture);
    }
}
