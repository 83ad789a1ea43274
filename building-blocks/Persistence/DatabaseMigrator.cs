using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WeChatPlatform.Persistence;

/// <summary>
/// Brings every module's database to the newest migration before anything else starts. Concurrency is owned by a
/// PostgreSQL advisory lock per database, held on the maintenance database, so that any number of replicas may start
/// at once: the first one migrates, the others wait and find nothing to do.
/// </summary>
public sealed class DatabaseMigrator(
    IEnumerable<ModuleDatabase> databases,
    IServiceScopeFactory scopes,
    IOptions<PersistenceOptions> options,
    TimeProvider time,
    ILogger<DatabaseMigrator> logger)
{
    /// <exception cref="TimeoutException">The server did not answer within the start-up timeout.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await WaitForServerAsync(ct);
        foreach (var database in databases)
        {
            await MigrateAsync(database, ct);
        }
    }

    private async Task MigrateAsync(ModuleDatabase database, CancellationToken ct)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Database = "postgres",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(ct);

        // Session-level on purpose: CREATE DATABASE cannot run inside a transaction. Closing the session releases it.
        await ExecuteAsync(connection, $"select pg_advisory_lock(hashtext('{database.DatabaseName}'))", ct);
        if (!await ExistsAsync(connection, database.DatabaseName, ct))
        {
            await ExecuteAsync(connection, $"create database \"{database.DatabaseName}\"", ct);
            logger.DatabaseCreated(database.DatabaseName);
        }

        await using var scope = scopes.CreateAsyncScope();
        var context = (DbContext)scope.ServiceProvider.GetRequiredService(database.ContextType);

        // A migration rewrites a table if it must, however large. The context goes back to its pool with its own time.
        var patience = context.Database.GetCommandTimeout();
        context.Database.SetCommandTimeout(0);

        // Asking a database without a history table for its history logs an error at every first start.
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
        var pending = (await context.Database.GetPendingMigrationsAsync(ct)).Count();
        if (pending > 0)
        {
            await context.Database.MigrateAsync(ct);
            logger.DatabaseMigrated(database.DatabaseName, pending);
        }

        context.Database.SetCommandTimeout(patience);
    }

    private async Task WaitForServerAsync(CancellationToken ct)
    {
        var first = databases.FirstOrDefault();
        if (first is null)
        {
            return;
        }

        var server = new NpgsqlConnectionStringBuilder(first.ConnectionString) { Database = "postgres", Pooling = false };
        var deadline = time.GetUtcNow().AddSeconds(options.Value.StartupTimeoutSeconds);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(server.ConnectionString);
                await connection.OpenAsync(ct);
                return;
            }
            catch (NpgsqlException failure) when (time.GetUtcNow() < deadline && IsWorthWaiting(failure))
            {
                logger.DatabaseServerAwaited(server.Host!, server.Port);
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, ct);
            }
            catch (NpgsqlException failure)
            {
                throw new TimeoutException(
                    $"PostgreSQL at {server.Host}:{server.Port} could not be reached: {failure.Message}", failure);
            }
        }
    }

    // A wrong password stays wrong; a server that is starting or not yet there may come.
    private static bool IsWorthWaiting(NpgsqlException failure) =>
        failure is not PostgresException { SqlState: "28P01" or "28000" };

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string database, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        command.Parameters.AddWithValue(database);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
