using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Analytics.Tests;

/// <summary>The database of one test class.</summary>
public sealed class AnalyticsDatabase : IAsyncDisposable
{
    private TestDatabases? databases;

    /// <summary>Each test counts from nothing.</summary>
    internal async Task<AnalyticsDbContext> OpenEmptyAsync()
    {
        if (databases is null)
        {
            databases = await TestServers.CreateDatabasePrefixAsync(TestContext.Current.CancellationToken);
            await using var first = Open(databases);
            await first.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        var context = Open(databases);
        await context.Database.ExecuteSqlAsync(
            $"truncate message_facts, decision_facts, delivery_facts, handoff_facts, llm_call_facts, agent_facts, budget_alert_facts",
            TestContext.Current.CancellationToken);
        return context;
    }

    public ValueTask DisposeAsync() => databases?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static AnalyticsDbContext Open(TestDatabases databases)
    {
        var connection = new NpgsqlConnectionStringBuilder(databases.ConnectionString)
        {
            Database = databases.Prefix + "analytics",
            Pooling = false,
        };
        var options = new DbContextOptionsBuilder<AnalyticsDbContext>();
        options.UseModuleNpgsql(connection.ConnectionString);
        return new AnalyticsDbContext(options.Options);
    }
}
