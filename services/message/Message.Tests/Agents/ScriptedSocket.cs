using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace WeChatPlatform.Message.Tests.Agents;

/// <summary>The server's end of a socket whose other end is the test.</summary>
internal sealed class ScriptedSocket : WebSocket
{
    private readonly Channel<string?> received = Channel.CreateUnbounded<string?>();
    private readonly Channel<string> sent = Channel.CreateUnbounded<string>();

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    /// <summary>The agent says something.</summary>
    public void Receive(string frame) => received.Writer.TryWrite(frame);

    /// <summary>The agent closes the connection.</summary>
    public void Close() => received.Writer.TryWrite(null);

    /// <summary>The next frame that the server sent.</summary>
    public async Task<string> SentAsync(CancellationToken ct) => await sent.Reader.ReadAsync(ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), ct);

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var frame = await received.Reader.ReadAsync(cancellationToken);
        return frame is null
            ? new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true)
            : new ValueWebSocketReceiveResult(Encoding.UTF8.GetBytes(frame, buffer.Span), WebSocketMessageType.Text, endOfMessage: true);
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        sent.Writer.TryWrite(Encoding.UTF8.GetString(buffer));
        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override void Abort()
    {
    }

    public override void Dispose()
    {
    }
}
