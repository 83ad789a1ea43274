using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.ContainerServers;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Testing;

/// <summary>The RabbitMQ node that tests share, and its management API for the same user.</summary>
public sealed record TestRabbitMq(Uri AmqpUri, Uri ManagementUri);

/// <summary>
/// The real servers of this test process: those that TEST_POSTGRES, TEST_RABBITMQ and TEST_RABBITMQ_MANAGEMENT name, else
/// containers when TEST_CONTAINERS is 1, else private ones, started at the first use and stopped when the process ends. Tests
/// are kept apart by database prefix and virtual host.
/// </summary>
public static class TestServers
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static TestFolder? folder;
    private static LocalPostgres? postgres;
    private static LocalRabbitMq? rabbitMq;
    private static Exception? postgresFailure;
    private static Exception? rabbitMqFailure;

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
            AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAtExit();
        }

        return folder.For(server);
    }

    private static void StopAtExit()
    {
        // Nothing can be awaited while the process ends.
#pragma warning disable VSTHRD002
        Task.Run(StopAsync, CancellationToken.None).Wait(TimeSpan.FromSeconds(40), CancellationToken.None);
#pragma warning restore VSTHRD002
    }

    private static async Task StopAsync()
    {
        await Task.WhenAll(
            postgres?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            rabbitMq?.DisposeAsync().AsTask() ?? Task.CompletedTask);
        folder?.Delete();
    }
}
