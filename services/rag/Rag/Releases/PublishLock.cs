using Npgsql;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Rag;

/// <summary>
/// One release at a time, whatever the number of replicas. Owned by a session of PostgreSQL's own: it ends with the process that
/// holds it, so a release that is found half made under the lock was left by one that died.
/// </summary>
internal sealed class PublishLock(IEnumerable<ModuleDatabase> databases, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Absent when another release is still being made after the given time.</summary>
    public async Task<IAsyncDisposable?> TakeAsync(TimeSpan patience, CancellationToken ct)
    {
        var database = databases.Single(one => one.ContextType == typeof(RagDbContext));

        // Not from the pool: a pooled session would keep the lock after it was given back.
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await session.OpenAsync(ct);
            var until = time.GetUtcNow() + patience;
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtext('rag release'))", session);
            while (await command.ExecuteScalarAsync(ct) is not true)
            {
                if (time.GetUtcNow() >= until)
                {
                    await session.DisposeAsync();
                    return null;
                }

                await Task.Delay(Pause, time, ct);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
