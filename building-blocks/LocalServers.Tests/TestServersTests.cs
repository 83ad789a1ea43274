using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WeChatPlatform.Testing;

namespace WeChatPlatform.LocalServers.Tests;

public sealed class TestServersTests
{
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Databases_with_the_tests_prefix_go_at_the_end_and_others_stay()
    {
        await using var other = await TestServers.CreateDatabasePrefixAsync(ct);
        await Sql.RunAsync(other.ConnectionString, $"create database {other.Prefix}message");
        var databases = await TestServers.CreateDatabasePrefixAsync(ct);
        await Sql.RunAsync(databases.ConnectionString, $"create database {databases.Prefix}message");

        await databases.DisposeAsync();

        (await CountAsync(databases)).ShouldBe(0L);
        (await CountAsync(other)).ShouldBe(1L);
    }

    [Fact]
    public async Task A_virtual_host_takes_connections_until_it_is_disposed()
    {
        var host = await TestServers.CreateVirtualHostAsync(ct);
        (await AcceptsAsync(host.AmqpUri)).ShouldBeTrue();

        await host.DisposeAsync();

        (await AcceptsAsync(host.AmqpUri)).ShouldBeFalse();
    }

    [Fact]
    public void A_missing_server_skips_a_test_visibly_unless_the_run_requires_it()
    {
        var required = Environment.GetEnvironmentVariable("REQUIRE_TEST_SERVERS") == "1";

        var failure = new ServersMissingException(new ServerNotInstalledException("没有安装", "not installed"));

        failure.Message.ShouldBe(required ? "not installed" : "$XunitDynamicSkip$not installed");
    }

    // The client reports a refused virtual host at the first use of the connection.
    private async Task<bool> AcceptsAsync(Uri uri)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false };
            await using var connection = await factory.CreateConnectionAsync(ct);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
            return channel.IsOpen;
        }
        catch (Exception refusal) when (refusal is OperationInterruptedException or BrokerUnreachableException)
        {
            return false;
        }
    }

    private static Task<object?> CountAsync(TestDatabases databases) => Sql.RunAsync(
        databases.ConnectionString, $"select count(*) from pg_database where starts_with(datname, '{databases.Prefix}')");
}
