using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Analytics.Tests;

/// <summary>A database of one test class on the server that TEST_POSTGRES names; without the variable its tests are skipped.</summary>
public sealed class AnalyticsDatabase : IAsyncLifetime
{
    private readonly string? _server = Environment.GetEnvironmentVariable("TEST_POSTGRES");
    private readonly string _name = $"analytics_{Guid.NewGuid():N}";

    internal AnalyticsDbContext Open()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(_server), "TEST_POSTGRES names no PostgreSQL server.");
        var connection = new NpgsqlConnectionStringBuilder(_server) { Database = _name, Pooling = false };
        var options = new DbContextOptionsBuilder<AnalyticsDbContext>();
        options.UseModuleNpgsql(connection.ConnectionString);
        return new AnalyticsDbContext(options.Options);
    }

    public async ValueTask InitializeAsync()
    {
        if (!string.IsNullOrEmpty(_server))
        {
            await using var context = Open();
            await context.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!string.IsNullOrEmpty(_server))
        {
            await using var context = Open();
            await context.Database.EnsureDeletedAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Each test counts from nothing.</summary>
    internal async Task<AnalyticsDbContext> OpenEmptyAsync()
    {
        var context = Open();
        await context.Database.ExecuteSqlAsync(
            $"truncate message_facts, decision_facts, delivery_facts, handoff_facts, llm_call_facts, agent_facts",
            TestContext.Current.CancellationToken);
        return context;
    }
}
