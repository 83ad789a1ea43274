using System.Net;
using Microsoft.Extensions.Logging;
using WeChatPlatform.ContainerServers.Cleanup;
using WeChatPlatform.ContainerServers.Docker;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers;

/// <summary>
/// The containers of one process. They are gone after <see cref="DisposeAsync"/>, and soon after the process was killed; what
/// a kill of everything at once left behind is removed when the next run opens.
/// </summary>
public sealed class ContainerRun : IAsyncDisposable
{
    private const int LogLines = 20;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(200);

    private readonly DockerEngine engine;
    private readonly Watcher watcher;
    private readonly Dictionary<string, string> labels;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private bool disposed;

    private ContainerRun(DockerEngine engine, Watcher watcher, string id, RunOwner owner, ILogger logger, TimeProvider time)
    {
        this.engine = engine;
        this.watcher = watcher;
        this.logger = logger;
        this.time = time;
        Id = id;
        labels = RunLabels.Of(id, owner);
    }

    /// <summary>The value of the label org.wechat-platform.test-run on each of its containers.</summary>
    public string Id { get; }

    /// <param name="dockerHost">As in DOCKER_HOST, a unix socket; null or empty means Docker's default.</param>
    /// <param name="logger">Told about pulls and about what was left behind.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="LocalServerException">Docker cannot be used; the message says what to do.</exception>
    public static async Task<ContainerRun> OpenAsync(
        string? dockerHost, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        var owner = RunOwner.Current();
        var socket = DockerAddress.SocketOf(dockerHost);
        var docker = new DockerEngine(socket, time);
        try
        {
            await new Removal(docker, time).LeftBehindAsync(logger, ct);
            var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("n");
            return new ContainerRun(docker, await Watcher.StartAsync(socket, id, ct), id, owner, logger, time);
        }
        catch
        {
            docker.Dispose();
            throw;
        }
    }

    /// <summary>Starts a container and returns when its server answers; several may be started side by side.</summary>
    /// <exception cref="LocalServerException">The server cannot be had; the message says what to do.</exception>
    public async Task<TServer> StartAsync<TServer>(TServer server, CancellationToken ct)
        where TServer : ServerContainer
    {
        var image = ComposeImages.Of(server.Service);
        var settings = new ContainerSettings(image, server.Variables, server.Command, server.Ports, labels);
        try
        {
            var id = await CreateAsync(settings, ct);
            await engine.StartAsync(id, ct);
            await WaitAsync(server, image, id, ct);
            logger.ContainerStarted(id, image);
            return server;
        }
        catch (DockerRefusedException refusal)
        {
            throw new LocalServerException(
                $"Docker 无法运行 {image}：{refusal.Message}", $"Docker cannot run {image}: {refusal.Message}", refusal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        using (engine)
        using (watcher)
        {
            await watcher.FinishAsync(time);
        }
    }

    private async Task<string> CreateAsync(ContainerSettings settings, CancellationToken ct)
    {
        try
        {
            return await engine.CreateAsync(settings, ct);
        }
        catch (DockerRefusedException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            logger.ImageMissing(settings.Image);
        }

        try
        {
            await engine.PullAsync(settings.Image, ct);
        }
        catch (DockerRefusedException refusal)
        {
            throw new LocalServerException(
                $"本机没有镜像 {settings.Image}，也无法下载：{refusal.Message}。请运行 scripts/local-images.sh 用 Debian 软件包制作它。",
                $"The image {settings.Image} is not on this machine and cannot be pulled: {refusal.Message}. Run scripts/local-images.sh to make it from Debian's packages.",
                refusal);
        }

        return await engine.CreateAsync(settings, ct);
    }

    private async Task WaitAsync(ServerContainer server, string image, string id, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var status = await engine.InspectAsync(id, ct);
            if (!status.Running)
            {
                throw await NotUpAsync(image, id, $"exit code {status.ExitCode}", ct);
            }

            server.Publish(status.Ports);
            if (await AnswersAsync(server, ct))
            {
                return;
            }

            if (time.GetElapsedTime(start) > StartPatience)
            {
                throw await NotUpAsync(image, id, $"no answer within {StartPatience.TotalSeconds:0} s", ct);
            }

            await Task.Delay(ProbeInterval, time, ct);
        }
    }

    private async Task<bool> AnswersAsync(ServerContainer server, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(ProbePatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await server.AnswersAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    // The container stays until the run ends: whoever wants more than these lines can still ask Docker.
    private async Task<LocalServerException> NotUpAsync(string image, string id, string reason, CancellationToken ct)
    {
        var log = (await engine.ReadLogAsync(id, LogLines, ct)).TrimEnd();
        return new LocalServerException(
            $"容器 {image} 没有启动（{reason}）。它最后的输出：{Environment.NewLine}{log}",
            $"The container of {image} did not come up ({reason}). The last it wrote is above.");
    }
}
