using Npgsql;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Hosting;

/// <summary>The databases cannot be reached or refuse us, which is not a fault of a migration.</summary>
internal static class DatabasesAway
{
    public static async Task MigrateAsync(DatabaseMigrator migrator, CancellationToken ct)
    {
        try
        {
            await migrator.MigrateAsync(ct);
        }
        catch (Exception failure) when (failure is TimeoutException || IsAway(failure))
        {
            throw Refusal(failure);
        }
    }

    // Class 28 is a refused login, 53 a server without room for us, 57 one that is starting or stopping.
    public static bool IsAway(Exception failure) =>
        failure is PostgresException refused
            ? refused.SqlState is ['2', '8', ..] or ['5', '3', ..] or ['5', '7', ..]
            : failure is NpgsqlException || (failure.InnerException is { } inner && IsAway(inner));

    public static StartRefusedException Refusal(Exception failure) => new(
        ExitCodes.DatabaseAway,
        $"数据库无法访问 / database unreachable: {failure.Message} (Persistence:ConnectionString)",
        failure);
}
