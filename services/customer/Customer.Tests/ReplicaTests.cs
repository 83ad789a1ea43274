using Npgsql;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Customer.Tests;

/// <summary>Two replicas on one database and one Redis remember the same.</summary>
public sealed class ReplicaTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_known_customer_is_answered_from_memory_on_every_replica_until_one_of_them_changes_it()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await StartAsync(databases, redis);
        await using var second = await StartAsync(databases, redis);
        (await AskAsync(first, "张三")).DisplayName.ShouldBe("K0001 张三");
        await AskAsync(first, "张三");

        // Past the service, so that only what is read from the database shows it.
        await SetGradeAsync(databases, "white");
        (await AskAsync(first, "张三")).Grade.ShouldBe("gray");
        (await AskAsync(second, "K0001 张三")).ShouldSatisfyAllConditions(
            answer => answer.Grade.ShouldBe("gray"), answer => answer.DisplayName.ShouldBe("K0001 张三"));

        (await AskAsync(first, "张三丰")).DisplayName.ShouldBe("K0001 张三丰");

        (await AskAsync(first, "张三丰")).Grade.ShouldBe("white");
        await Eventually.Holds("the other replica asks the database", async () =>
            await AskAsync(second, "张三丰") is { Grade: "white", DisplayName: "K0001 张三丰" });
    }

    [Fact]
    public async Task Customers_are_identified_while_redis_is_away()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(
            new CustomerModule(), databases, ("Caching:Store", "redis"), ("Caching:Redis", "127.0.0.1:9,password=none"));

        (await AskAsync(service, "张三")).DisplayName.ShouldBe("K0001 张三");
        (await AskAsync(service, "张三丰")).DisplayName.ShouldBe("K0001 张三丰");
        using var ready = await service.Management.GetAsync("/health/ready", Ct);
        (await ready.Content.ReadAsStringAsync(Ct)).ShouldContain("degraded");
        ready.IsSuccessStatusCode.ShouldBeTrue();
    }

    private static async Task<TestHost> StartAsync(TestDatabases databases, TestRedis redis)
    {
        var service = await TestHost.StartAsync(new CustomerModule(), databases, redis.Settings);
        await Eventually.Holds("redis is in use", async () =>
            !(await service.Management.GetStringAsync("/health/ready", Ct)).Contains("degraded", StringComparison.Ordinal));
        return service;
    }

    private static async Task<CustomerIdentified> AskAsync(TestHost service, string name)
    {
        var turn = Guid.CreateVersion7();
        await service.PublishAsync(new IdentifyCustomer(
            turn, Guid.CreateVersion7(), "agent-1", "chat-1", name, name, IsGroup: false, DateTimeOffset.UnixEpoch));
        return await service.NextAsync<CustomerIdentified>(found => found.TurnId == turn);
    }

    private static async Task SetGradeAsync(TestDatabases databases, string grade)
    {
        var database = new NpgsqlConnectionStringBuilder(databases.ConnectionString) { Database = databases.Prefix + "customer" };
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("update customers set grade = $1", connection);
        command.Parameters.AddWithValue(grade);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
