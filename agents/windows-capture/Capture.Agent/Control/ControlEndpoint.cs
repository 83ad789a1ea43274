using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>
/// Listens on 127.0.0.1 for commands and the status page. Small on purpose: one short request a connection, no more than
/// a few at a time, each with a time limit.
/// </summary>
internal sealed class ControlEndpoint(
    ControlDesk desk, IOptions<AgentOptions> options, TimeProvider time, ILogger<ControlEndpoint> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(5);

    // A window that hangs, and a test text that is waited for.
    private static readonly TimeSpan WindowTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AcceptAgain = TimeSpan.FromMilliseconds(50);
    private readonly SemaphoreSlim _places = new(AtOnce);
    private TcpListener? _listener;
    private ControlFile? _file;
    private bool _isPageOn;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _listener = Listen();
            _file = ControlFile.Create(Port);
            _file.Write(options.Value.DataFolder);
            logger.Controllable(_file.Address, _isPageOn);
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException)
        {
            // Customers first: the agent works without, and a pause works by its file.
            logger.NotControllable(failure.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_listener is not null && _file is not null && !stoppingToken.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                // The caller was gone before it was taken, nothing more can be opened just now, or the agent ends.
                await Task.Delay(AcceptAgain, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            await _places.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ = ServeAsync(client, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _listener?.Stop();
        if (_file is not null)
        {
            ControlFile.Delete(options.Value.DataFolder);
        }
    }

    public override void Dispose()
    {
        _listener?.Dispose();
        _places.Dispose();
        base.Dispose();
    }

    private int Port => ((IPEndPoint)_listener!.LocalEndpoint).Port;

    private TcpListener Listen()
    {
        var wanted = options.Value.StatusPage.Port;
        if (wanted > 0)
        {
            try
            {
                var page = Bound(wanted);
                _isPageOn = true;
                return page;
            }
            catch (SocketException taken)
            {
                logger.PageUnavailable(wanted, taken.SocketErrorCode.ToString());
            }
        }

        return Bound(0);
    }

    private static TcpListener Bound(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    private async Task<ControlAnswer> AnswerAsync(ControlRequest request, CancellationToken ct)
    {
        try
        {
            return await desk.AnswerAsync(request, Port, _file!.Token, _isPageOn, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // A request must not take the agent along, whatever the window did.
            logger.RequestFailed(failure);
            return ControlAnswer.Text(503, "现在做不到，请查看日志。 / Not now; see the log.");
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stopping)
    {
        Action? afterwards = null;
        try
        {
            using (client)
            {
                using var timeout = new CancellationTokenSource(RequestTime, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
                await using var stream = client.GetStream();
                var request = await ControlRequest.ReadAsync(stream, either.Token);
                timeout.CancelAfter(WindowTime);
                var answer = request is null
                    ? ControlAnswer.Text(400, "请求无效。 / Not a request.")
                    : await AnswerAsync(request, either.Token);
                await answer.WriteAsync(stream, either.Token);
                afterwards = answer.Afterwards;
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller went away or was too slow.
        }
        finally
        {
            try
            {
                _places.Release();
            }
            catch (ObjectDisposedException)
            {
                // The agent ended meanwhile.
            }

            afterwards?.Invoke();
        }
    }
}
