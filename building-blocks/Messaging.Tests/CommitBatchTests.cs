using Npgsql;
using WeChatPlatform.Messaging.Consuming;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

public sealed class CommitBatchTests
{
    [Fact]
    public async Task A_transaction_that_failed_is_not_taken_for_committed()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync();
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(databases.ConnectionString) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var statement = new NpgsqlCommand("select 1 / 0", connection);

        // Whoever swallows this goes on as if nothing had happened.
        await Should.ThrowAsync<PostgresException>(() => statement.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        var failure = await Should.ThrowAsync<PostgresException>(() =>
            CommitBatch.ExecuteAsync(connection, inbox: null, [], TestContext.Current.CancellationToken));
        failure.SqlState.ShouldBe(PostgresErrorCodes.InFailedSqlTransaction);
    }
}
