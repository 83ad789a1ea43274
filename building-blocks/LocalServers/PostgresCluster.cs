using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.LocalServers;

/// <summary>The cluster's files and its server process: made, started and stopped by PostgreSQL's own programs.</summary>
internal sealed class PostgresCluster(PostgresPrograms programs, string folder, bool fast, ILogger logger, TimeProvider time)
{
    public string Folder => folder;

    // A server that fails is noticed at once; one that recovers from a crash may take its time.
    private const int StartSeconds = 300;
    private const string DraftMark = ".new-";
    private const int FastStopSeconds = 20;
    private const int ImmediateStopSeconds = 10;

    // The server log lives inside the cluster, because user postgres writes it.
    private string ServerLog => Path.Combine(folder, "server.log");

    /// <summary>The major version that wrote the cluster; null when there is none yet.</summary>
    public static int? ReadVersion(string folder)
    {
        var file = Path.Combine(folder, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }

    /// <summary>Makes the cluster beside its place and moves it there, so that a half-made one is never taken for whole.</summary>
    public async Task InitialiseAsync(string user, string password, CancellationToken ct)
    {
        // A name of its own: the initdb of a host that was killed may still be writing to an older one.
        var draft = $"{folder}{DraftMark}{Environment.ProcessId}-{time.GetTimestamp()}";
        Directory.CreateDirectory(draft);
        var passwordFile = folder + ".password";
        await PrivateFile.WriteAsync(passwordFile, password, ct);
        if (programs.AsPostgresUser)
        {
            await PostgresUserAccess.GiveAsync(draft, ct);
            await PostgresUserAccess.GiveAsync(passwordFile, ct);
        }

        try
        {
            // Order by code point and Unicode letters: what an index on Chinese text wants. Not every system has it.
            var made = await InitialiseAsync(draft, user, passwordFile, ["--locale=C.UTF-8", "--lc-collate=C"], ct);
            if (!made.Succeeded && made.Error.Contains("locale", StringComparison.Ordinal))
            {
                made = await InitialiseAsync(draft, user, passwordFile, ["--locale=C"], ct);
            }

            if (!made.Succeeded)
            {
                throw new LocalServerException(
                    $"无法在 {folder} 初始化 PostgreSQL：{made.LastWords}",
                    $"PostgreSQL could not be initialised in {folder}: {made.LastWords}");
            }

            Directory.Move(draft, folder);
            logger.PostgresInitialised(programs.MajorVersion);
        }
        finally
        {
            File.Delete(passwordFile);
            ClearDrafts();
        }
    }

    public async Task<Postmaster> StartAsync(int port, CancellationToken ct)
    {
        if (programs.AsPostgresUser)
        {
            await PostgresUserAccess.GiveAsync(folder, ct);
        }

        File.Delete(ServerLog);
        var started = await PgCtlAsync(
            ["start", "-w", "-t", $"{StartSeconds}", "-l", ServerLog, "-o", PostgresSettings.For(port, fast)], ct);
        return started.Succeeded && Postmaster.Read(folder) is { } postmaster
            ? postmaster
            : throw new LocalServerException(
                $"PostgreSQL 无法启动：{LastFault() ?? started.LastWords}（日志：{ServerLog}）",
                $"PostgreSQL did not start: {LastFault() ?? started.LastWords} (log: {ServerLog})");
    }

    /// <summary>Stops the server in bounded time: politely, then at once, then by force.</summary>
    public async Task StopAsync(Postmaster postmaster, CancellationToken ct)
    {
        var processId = postmaster.ProcessId;
        foreach (var (mode, seconds) in new[] { ("fast", FastStopSeconds), ("immediate", ImmediateStopSeconds) })
        {
            if (postmaster.IsRunning)
            {
                await PgCtlAsync(["stop", "-m", mode, "-w", "-t", $"{seconds}"], ct);
            }

            // pg_ctl watches the file, which goes a moment before the process does.
            if (await UnixProcess.WaitForExitAsync(processId, TimeSpan.FromSeconds(2), time, ct))
            {
                logger.PostgresStopped(processId);
                return;
            }

            logger.PostgresStopsSlowly(processId, mode);
        }

        if (postmaster.IsRunning)
        {
            UnixProcess.Send(processId, UnixSignal.Kill);
            await UnixProcess.WaitForExitAsync(processId, TimeSpan.FromSeconds(2), time, ct);
        }
    }

    private void ClearDrafts()
    {
        foreach (var draft in Directory.GetDirectories(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + DraftMark + "*"))
        {
            try
            {
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException)
            {
                // The initdb of a killed host is still writing to it. It takes space, and nothing else.
            }
        }
    }

    private Task<CommandResult> InitialiseAsync(
        string target, string user, string passwordFile, string[] locale, CancellationToken ct) =>
        programs.RunAsync(
            "initdb",
            [
                "-D", target, "-U", user, "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", .. locale,
                .. fast ? ["--no-sync"] : Array.Empty<string>(),
            ],
            ct);

    private Task<CommandResult> PgCtlAsync(string[] arguments, CancellationToken ct) =>
        programs.RunAsync("pg_ctl", ["-D", folder, .. arguments], ct);

    private string? LastFault() => File.Exists(ServerLog)
        ? File.ReadLines(ServerLog).LastOrDefault(line =>
            line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("PANIC", StringComparison.Ordinal))
        : null;
}
