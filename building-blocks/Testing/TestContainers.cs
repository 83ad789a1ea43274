using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.ContainerServers;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Testing;

/// <summary>
/// The servers of this test process as containers of the compose file's images, with TEST_CONTAINERS=1: each is started at
/// its first use, all are removed when the process ends, however it ends. Docker is where DOCKER_HOST says.
/// </summary>
public static class TestContainers
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly Dictionary<Type, ServerContainer> Started = [];
    private static readonly Dictionary<Type, LocalServerException> Failed = [];
    private static ContainerRun? run;

    public static bool Wanted => Environment.GetEnvironmentVariable("TEST_CONTAINERS") == "1";

    /// <exception cref="LocalServerException">It cannot be had: asked for by name, it is never skipped.</exception>
    public static async Task<TServer> GetAsync<TServer>(CancellationToken ct)
        where TServer : ServerContainer, new()
    {
        await Gate.WaitAsync(ct);
        try
        {
            if (Started.TryGetValue(typeof(TServer), out var running))
            {
                return (TServer)running;
            }

            // A server that did not start once is not tried again for every test.
            if (Failed.TryGetValue(typeof(TServer), out var failure))
            {
                throw failure;
            }

            run ??= await OpenAsync(ct);
            var server = await run.StartAsync(new TServer(), ct);
            Started.Add(typeof(TServer), server);
            return server;
        }
        catch (LocalServerException failure)
        {
            Failed[typeof(TServer)] = failure;
            throw;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<ContainerRun> OpenAsync(CancellationToken ct)
    {
        var opened = await ContainerRun.OpenAsync(
            Environment.GetEnvironmentVariable("DOCKER_HOST"), NullLogger.Instance, TimeProvider.System, ct);
        AtProcessExit.Run(async () => await opened.DisposeAsync());
        return opened;
    }
}
