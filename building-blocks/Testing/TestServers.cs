using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.ContainerServers;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Testing;

/// <summary>The RabbitMQ node that tests share, and its management API for the same user.</summary>
public sealed record TestRabbitMq(Uri AmqpUri, Uri ManagementUri);

/// <summary>A place on the Redis that tests share.</summary>
/// <remarks>
/// <paramref name="ConnectionString"/> is Caching:Redis, <paramref name="KeyPrefix"/> is Caching:KeyPrefix.
/// </remarks>
public sealed record TestRedis(string ConnectionString, string KeyPrefix)
{
    /// <summary>What a host is configured with to use it.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings =>
        [("Caching:Store", "redis"), ("Caching:Redis", ConnectionString), ("Caching:KeyPrefix", KeyPrefix)];
}

/// <summary>
/// The real servers of this test process: those that TEST_POSTGRES, TEST_RABBITMQ with TEST_RABBITMQ_MANAGEMENT, and
/// TEST_REDIS name, else containers when TEST_CONTAINERS is 1, else private ones, started at the first use and stopped when
/// the process ends. Tests are kept apart by database prefix, virtual host and key prefix.
/// </summary>
public static class TestServers
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static TestFolder? folder;
    private static LocalPostgres? postgres;
    private static LocalRabbitMq? rabbitMq;
    private static LocalRedis? redis;
    private static Exception? postgresFailure;
    private static Exception? rabbitMqFailure;
    private static Exception? redisFailure;

    /// <summary>Npgsql connection string of a superuser, without a database.</summary>
    public static async Task<string> PostgresAsync(CancellationToken ct = default)
    {
        if (Named("TEST_POSTGRES") is { } named)
        {
            return named;
        }

        if (TestContainers.Wanted)
        {
            return (await TestContainers.GetAsync<PostgresContainer>(ct)).ConnectionString;
        }

        await Gate.WaitAsync(ct);
        try
        {
            Rethrow(postgresFailure);
            postgres ??= await LocalPostgres.StartAsync(
                new LocalPostgresOptions { DataFolder = await FolderAsync("postgres", ct), Fast = true },
                NullLogger.Instance,
                TimeProvider.System,
                ct);
            return postgres.ConnectionString;
        }
        catch (LocalServerException failure)
        {
            postgresFailure = failure;
            throw Translate(failure);
        }
        finally
        {
            Gate.Release();
        }
    }

    public static async Task<TestRabbitMq> RabbitMqAsync(CancellationToken ct = default)
    {
        if (Named("TEST_RABBITMQ") is { } named)
        {
            return new TestRabbitMq(
                new Uri(named),
                new Uri(Named("TEST_RABBITMQ_MANAGEMENT") ?? throw new InvalidOperationException(
                    "TEST_RABBITMQ is set, but TEST_RABBITMQ_MANAGEMENT is not: virtual hosts are made through it.")));
        }

        if (TestContainers.Wanted)
        {
            var node = await TestContainers.GetAsync<RabbitMqContainer>(ct);
            return new TestRabbitMq(node.AmqpUri, node.ManagementUri);
        }

        await Gate.WaitAsync(ct);
        try
        {
            Rethrow(rabbitMqFailure);
            rabbitMq ??= await LocalRabbitMq.StartAsync(
                new LocalRabbitMqOptions { DataFolder = await FolderAsync("rabbitmq", ct), Management = true, Fast = true },
                NullLogger.Instance,
                TimeProvider.System,
                ct);
            return new TestRabbitMq(rabbitMq.AmqpUri, rabbitMq.ManagementUri!);
        }
        catch (LocalServerException failure)
        {
            rabbitMqFailure = failure;
            throw Translate(failure);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>In the form of StackExchange.Redis: Caching:Redis.</summary>
    public static async Task<string> RedisAsync(CancellationToken ct = default)
    {
        if (Named("TEST_REDIS") is { } named)
        {
            return named;
        }

        if (TestContainers.Wanted)
        {
            return (await TestContainers.GetAsync<RedisContainer>(ct)).ConnectionString;
        }

        await Gate.WaitAsync(ct);
        try
        {
            Rethrow(redisFailure);
            redis ??= await LocalRedis.StartAsync(
                new LocalRedisOptions { DataFolder = await FolderAsync("redis", ct) }, NullLogger.Instance, TimeProvider.System, ct);
            return redis.ConnectionString;
        }
        catch (LocalServerException failure)
        {
            redisFailure = failure;
            throw Translate(failure);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Room on the shared Redis that no other test uses. What is left there goes by its time to live.</summary>
    public static async Task<TestRedis> CreateKeyPrefixAsync(CancellationToken ct = default) => new(
        await RedisAsync(ct), $"t{RandomNumberGenerator.GetHexString(10, lowercase: true)}:");

    /// <summary>A prefix for database names that no other test has.</summary>
    public static async Task<TestDatabases> CreateDatabasePrefixAsync(CancellationToken ct = default) =>
        new(await PostgresAsync(ct));

    /// <summary>An empty virtual host that no other test uses.</summary>
    public static async Task<TestVirtualHost> CreateVirtualHostAsync(CancellationToken ct = default) =>
        await TestVirtualHost.CreateAsync(await RabbitMqAsync(ct), ct);

    private static string? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    // A server that did not start once is not tried again for every test.
    private static void Rethrow(Exception? failure)
    {
        if (failure is not null)
        {
            throw failure;
        }
    }

    private static Exception Translate(LocalServerException failure) =>
        failure is ServerNotInstalledException missing ? new ServersMissingException(missing) : failure;

    private static async Task<string> FolderAsync(string server, CancellationToken ct)
    {
        if (folder is null)
        {
            folder = await TestFolder.CreateAsync(ct);
            AtProcessExit.Run(StopAsync);
        }

        return folder.For(server);
    }

    private static async Task StopAsync()
    {
        await Task.WhenAll(
            postgres?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            rabbitMq?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            redis?.DisposeAsync().AsTask() ?? Task.CompletedTask);
        folder?.Delete();
    }
}
