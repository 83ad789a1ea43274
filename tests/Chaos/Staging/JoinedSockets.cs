using System.Net.WebSockets;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>Two sockets made one: what comes in on either goes out on the other, frame by frame.</summary>
internal sealed class JoinedSockets(WebSocket agent, WebSocket server, PassageSteps steps, Trouble trouble) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(700);

    private readonly Direction _toServer = new(server);
    private readonly Direction _toAgent = new(agent);

    public async Task RunAsync(CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var both = new[] { PumpAsync(agent, _toServer, true, over.Token), PumpAsync(server, _toAgent, false, over.Token) };
        try
        {
            // The end of one direction is passed on as a close frame; then the other one has a moment to answer.
            await await Task.WhenAny(both);
            await Task.WhenAll(both).WaitAsync(LongestWait, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _toServer.Dispose();
        _toAgent.Dispose();
    }

    private async Task PumpAsync(WebSocket from, Direction to, bool toServer, CancellationToken ct)
    {
        var buffer = new byte[1 << 20];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await from.ReceiveAsync(buffer.AsMemory(length), ct);
                length += received.Count;
            }
            while (!received.EndOfMessage);

            if (received.MessageType == WebSocketMessageType.Close)
            {
                await to.CloseAsync(from.CloseStatus ?? WebSocketCloseStatus.NormalClosure, from.CloseStatusDescription, ct);
                return;
            }

            var frame = buffer[..length];
            await steps.FrameAsync(frame, toServer, ct);
            if (!PassageSteps.OpensTheTalk(frame) && trouble.Strikes(Mishap.Overtaken))
            {
                to.Hold(frame, LongestWait, ct);
                continue;
            }

            await to.SendAsync(frame, ct);
            if (!PassageSteps.OpensTheTalk(frame) && trouble.Strikes(Mishap.Repeated))
            {
                await to.SendAsync(frame, ct);
            }
        }
    }

    /// <summary>One way of the connection. A frame that is held goes out behind the next one, or when nothing else comes.</summary>
    private sealed class Direction(WebSocket to) : IDisposable
    {
        private readonly SemaphoreSlim _sending = new(1);
        private readonly List<byte[]> _held = [];

        public void Hold(byte[] frame, TimeSpan longest, CancellationToken ct)
        {
            lock (_held)
            {
                _held.Add(frame);
            }

            _ = FlushLaterAsync(longest, ct);
        }

        public async Task SendAsync(byte[] frame, CancellationToken ct)
        {
            await SendAllAsync([frame], ct);
            await FlushAsync(ct);
        }

        public async Task CloseAsync(WebSocketCloseStatus status, string? description, CancellationToken ct)
        {
            await FlushAsync(ct);
            await _sending.WaitAsync(ct);
            try
            {
                await to.CloseOutputAsync(status, description, ct);
            }
            finally
            {
                _sending.Release();
            }
        }

        public void Dispose() => _sending.Dispose();

        private async Task FlushLaterAsync(TimeSpan longest, CancellationToken ct)
        {
            try
            {
                await Task.Delay(longest, ct);
                await FlushAsync(ct);
            }
            catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or ObjectDisposedException or InvalidOperationException)
            {
                // The connection ended with the frame on its way, as connections do.
            }
        }

        private Task FlushAsync(CancellationToken ct)
        {
            List<byte[]> frames;
            lock (_held)
            {
                frames = [.. _held];
                _held.Clear();
            }

            return SendAllAsync(frames, ct);
        }

        private async Task SendAllAsync(IReadOnlyList<byte[]> frames, CancellationToken ct)
        {
            if (frames.Count == 0)
            {
                return;
            }

            await _sending.WaitAsync(ct);
            try
            {
                foreach (var frame in frames)
                {
                    await to.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, ct);
                }
            }
            finally
            {
                _sending.Release();
            }
        }
    }
}
