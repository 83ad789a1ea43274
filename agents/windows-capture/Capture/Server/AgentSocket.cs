using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// The socket that decisions come in by and outcomes go out by. An outcome is told on every connection, and again after
/// a while, until the server has acknowledged it. One task reads, one writes.
/// </summary>
internal sealed class AgentSocket(
    ServerSession session,
    FrameReader frames,
    AgentJournal journal,
    Backoff backoff,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<AgentSocket> logger) : BackgroundService
{
    private const int LargestFrame = 1 << 20;
    private const int ReadSize = 8 * 1024;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            string reason;
            try
            {
                await TalkAsync(stoppingToken);
                reason = "closed_by_server";
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever ended the connection: the next one begins with everything that is still to be told.
                reason = failure is ServerAwayException away ? away.Reason : failure.GetType().Name;
            }

            var pause = backoff.NextPause();
            logger.SocketLost(reason, (int)pause.TotalMilliseconds);
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync(CancellationToken ct)
    {
        using var socket = new ClientWebSocket();
        await ConnectAsync(socket, ct);
        backoff.Succeeded();
        var state = journal.State;
        var open = LedgerSteps.Open(state);
        logger.SocketOpened(open.Count);
        await WriteAsync(
            socket, new ServerWire.Hello("hello", state.LedgerId, open), ServerWireJson.Default.Hello, ct);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var telling = TellAsync(socket, over.Token);
        var listening = ListenAsync(socket, over.Token);
        try
        {
            await await Task.WhenAny(telling, listening);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(telling, listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAsync(ClientWebSocket socket, CancellationToken ct)
    {
        var token = await session.TokenAsync(ct);
        var address = new UriBuilder(options.Value.ServerUrl.TrimEnd('/')
            + $"/api/v1/agents/{Uri.EscapeDataString(options.Value.AgentId)}/socket");
        address.Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.KeepAliveTimeout = KeepAlive;
        socket.Options.CollectHttpResponseDetails = true;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.Link.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await socket.ConnectAsync(address.Uri, either.Token);
        }
        catch (WebSocketException failure)
        {
            if (socket.HttpStatusCode == HttpStatusCode.Unauthorized)
            {
                session.Forget(token);
            }

            throw new ServerAwayException($"socket_{(int)socket.HttpStatusCode}", failure);
        }
    }

    private async Task TellAsync(ClientWebSocket socket, CancellationToken ct)
    {
        var told = new Dictionary<DeliveryReport, DateTimeOffset>();
        while (true)
        {
            var now = time.GetUtcNow();
            var reports = journal.State.Reports;
            foreach (var report in reports.Where(report => !told.TryGetValue(report, out var at) || now - at >= TellAgain))
            {
                await WriteAsync(socket, Frame(report), ServerWireJson.Default.Delivery, ct);
                told[report] = now;
            }

            foreach (var gone in told.Keys.Except(reports).ToList())
            {
                told.Remove(gone);
            }

            await journal.ReportsWaiting.WaitAsync(TellAgain, time, ct);
        }
    }

    private static ServerWire.Delivery Frame(DeliveryReport report) => new(
        "delivery",
        report.DecisionId,
        report.Part,
        report.Outcome switch
        {
            SendOutcome.Verified => "verified",
            SendOutcome.NotSent => "not_sent",
            _ => "unknown",
        },
        report.Reason,
        report.At,
        report.Traceparent);

    private async Task ListenAsync(ClientWebSocket socket, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.GetMemory(ReadSize), ct);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                return;
            }

            buffer.Advance(read.Count);
            if (buffer.WrittenCount > LargestFrame)
            {
                throw new ServerAwayException("frame_too_large");
            }

            if (read.EndOfMessage)
            {
                frames.Take(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }
    }

    private static async Task WriteAsync<T>(ClientWebSocket socket, T frame, JsonTypeInfo<T> type, CancellationToken ct) =>
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(frame, type), WebSocketMessageType.Text, endOfMessage: true, ct);
}
