using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class SoleProcessTests : IAsyncLifetime
{
    private TestDatabases databases = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => databases = await TestServers.CreateDatabasePrefixAsync(Ct);

    public ValueTask DisposeAsync() => databases.DisposeAsync();

    [Fact]
    public async Task A_second_one_on_the_same_databases_is_refused_until_the_first_has_ended()
    {
        await using (await StartAsync())
        {
            var refusal = await Should.ThrowAsync<StartRefusedException>(StartAsync);
            refusal.ExitCode.ShouldBe(ExitCodes.DatabaseInUse);
            refusal.Message.ShouldContain("另一个单进程平台");
            refusal.Message.ShouldContain("another standalone platform");
            refusal.Message.ShouldNotContain('\n');
        }

        await using var next = await StartAsync();
    }

    [Fact]
    public async Task One_on_other_databases_of_the_same_server_starts()
    {
        await using var others = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var first = await StartAsync();

        await using var second = await StartAsync(others);
    }

    [Fact]
    public async Task A_lock_that_was_lost_with_its_session_is_taken_again()
    {
        await using var host = await StartAsync();

        await CutAsync(host);

        await Eventually.Holds("it is held again", () => host.Log.Any(line => line.EventId == 116), TimeSpan.FromSeconds(20));
        await Should.ThrowAsync<StartRefusedException>(StartAsync);
    }

    [Fact]
    public async Task One_that_lost_its_lock_to_another_stops()
    {
        await using var host = await StartAsync();
        await using var other = await ConnectAsync();
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        // The other one stands in the queue for the lock before it is free.
        await using var take = new NpgsqlCommand($"select pg_advisory_lock({SoleProcess.Kind}, hashtext($1))", other)
        {
            Parameters = { new() { Value = databases.Prefix } },
        };
        var taking = take.ExecuteNonQueryAsync(Ct);
        await Eventually.Holds("the other one waits", async () =>
            await ScalarAsync("select count(*) from pg_locks where locktype = 'advisory' and not granted and pid = $1", other.ProcessID) is 1L);
        await CutAsync(host);
        await taking;

        await Eventually.Holds("it stops", () => stopping.IsCancellationRequested, TimeSpan.FromSeconds(30));
        host.Log.ShouldContain(line => line.EventId == 117);
    }

    private Task<TestHost> StartAsync() => StartAsync(databases);

    private static Task<TestHost> StartAsync(TestDatabases on) => TestHost.StartAsync(
        new StubModule(_ => { }, builder =>
        {
            builder.AddSoleProcess();
            builder.AddModuleDatabase<EmptyDbContext>("stub");
        }),
        on);

    private async Task CutAsync(TestHost host) =>
        (await ScalarAsync(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = $1",
            host.Services.GetRequiredService<SoleProcess>().SessionName)).ShouldBe(1L);

    private async Task<object?> ScalarAsync(string sql, object value)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        return await command.ExecuteScalarAsync(Ct);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(databases.ConnectionString) { Database = "postgres", Pooling = false };
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Ct);
        return connection;
    }

    private sealed class EmptyDbContext(DbContextOptions<EmptyDbContext> options) : DbContext(options);
}
