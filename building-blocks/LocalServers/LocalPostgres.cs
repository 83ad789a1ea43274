using Microsoft.Extensions.Logging;
using Npgsql;

namespace WeChatPlatform.LocalServers;

/// <summary>
/// A private PostgreSQL cluster, run from the installed programs for as long as this object lives. One platform owns its
/// folder at a time (see <see cref="LocalPostgresOptions.DataFolder"/>); a server that a killed host left behind is
/// adopted by the next one.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private const string SuperUser = "platform";
    private const string ConnectionFile = "connection";
    private const int StartAttempts = 3;

    private readonly DataFolder owned;
    private readonly PostgresCluster server;
    private readonly Postmaster process;

    private LocalPostgres(DataFolder folder, PostgresCluster cluster, Postmaster postmaster, string connectionString)
    {
        owned = folder;
        server = cluster;
        process = postmaster;
        ConnectionString = connectionString;
    }

    /// <summary>Npgsql connection string of the superuser, without a database.</summary>
    public string ConnectionString { get; }

    public int Port => process.Port;

    /// <summary>The id of PostgreSQL's main process.</summary>
    public int ProcessId => process.ProcessId;

    /// <exception cref="LocalServerException">The cluster cannot be had; the message says what to do.</exception>
    public static async Task<LocalPostgres> StartAsync(
        LocalPostgresOptions options, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        var (folder, cluster) = await OpenAsync(options, logger, time, ct);
        try
        {
            var password = await PreparePasswordAsync(folder, cluster, ct);
            var postmaster = await StartAsync(cluster, options, password, logger, time, ct);
            var connectionString = Connection(postmaster.Port, password);
            await PrivateFile.WriteAsync(folder.File(ConnectionFile), connectionString, ct);
            return new LocalPostgres(folder, cluster, postmaster, connectionString);
        }
        catch
        {
            // A cancelled or failed start leaves nothing running behind it.
            if (Postmaster.Read(ClusterPath(folder.Path)) is { IsRunning: true } halfway)
            {
                await cluster.StopAsync(halfway, CancellationToken.None);
            }

            folder.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server that a killed host left in this folder, if there is one.</summary>
    /// <exception cref="LocalServerException">A living host uses the folder.</exception>
    public static async Task StopOrphanAsync(string dataFolder, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        if (Postmaster.Read(ClusterPath(dataFolder)) is { IsRunning: true } orphan)
        {
            var (folder, cluster) = await OpenAsync(new LocalPostgresOptions { DataFolder = dataFolder }, logger, time, ct);
            using (folder)
            {
                await cluster.StopAsync(orphan, ct);
                logger.PostgresOrphanStopped(orphan.ProcessId);
            }
        }
    }

    /// <summary>
    /// How a command-line tool reaches the cluster of a running platform; null when none was started there. The file is
    /// readable by the platform's own user only.
    /// </summary>
    public static async Task<string?> ReadConnectionStringAsync(string dataFolder, CancellationToken ct)
    {
        var file = Path.Combine(dataFolder, ConnectionFile);
        return File.Exists(file) ? await File.ReadAllTextAsync(file, ct) : null;
    }

    public async ValueTask DisposeAsync()
    {
        using (owned)
        {
            await server.StopAsync(process, CancellationToken.None);
            File.Delete(owned.File(ConnectionFile));
        }
    }

    private static string ClusterPath(string folder) => Path.Combine(folder, "cluster");

    private static async Task<(DataFolder Folder, PostgresCluster Cluster)> OpenAsync(
        LocalPostgresOptions options, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new LocalServerException(
                "内置 PostgreSQL 只支持 Linux。请用 Persistence:ConnectionString 指定一个 PostgreSQL 服务器。",
                "The embedded PostgreSQL runs on Linux only. Name a PostgreSQL server in Persistence:ConnectionString.");
        }

        var path = DataFolder.Create(options.DataFolder);
        var version = PostgresCluster.ReadVersion(ClusterPath(path));
        var programs = await PostgresPrograms.FindAsync(options.BinariesFolder, version, ct);
        if (programs.AsPostgresUser)
        {
            await PostgresUserAccess.RequireReachableAsync(path, ct);
        }

        var folder = DataFolder.Lock(path);
        return (folder, new PostgresCluster(programs, ClusterPath(path), options.Fast, logger, time));
    }

    private static async Task<string> PreparePasswordAsync(DataFolder folder, PostgresCluster cluster, CancellationToken ct)
    {
        var file = folder.File("superuser.password");
        var exists = PostgresCluster.ReadVersion(ClusterPath(folder.Path)) is not null;
        if (exists && !File.Exists(file))
        {
            throw new LocalServerException(
                $"缺少数据库密码文件 {file}。请从备份恢复它。",
                $"The database's password file {file} is missing. Restore it from a backup.");
        }

        var password = await PrivateFile.ReadOrCreateAsync(file, PrivateFile.NewPassword, ct);
        if (!exists)
        {
            await cluster.InitialiseAsync(SuperUser, password, ct);
        }

        return password;
    }

    private static async Task<Postmaster> StartAsync(
        PostgresCluster cluster,
        LocalPostgresOptions options,
        string password,
        ILogger logger,
        TimeProvider time,
        CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Asked at each attempt: a host that was killed while it started leaves a server that appears a moment later.
            var orphan = await PostgresOrphan.AdoptAsync(
                cluster, options, port => Connection(port, password), logger, time, ct);
            if (orphan is not null)
            {
                return orphan;
            }

            if (options.Port != 0)
            {
                FreePorts.Require(options.Port);
            }

            try
            {
                var started = await cluster.StartAsync(options.Port == 0 ? FreePorts.Take(1)[0] : options.Port, ct);
                logger.PostgresStarted(started.ProcessId, started.Port);
                return started;
            }
            catch (LocalServerException) when (attempt < StartAttempts)
            {
                // Somebody took the port in between, or processes of a killed server have not quite gone.
                logger.PostgresStartedAgain(attempt);
                await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            }
        }
    }

    private static string Connection(int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = SuperUser,
        Password = password,
        SslMode = SslMode.Disable,
    }.ConnectionString;
}
