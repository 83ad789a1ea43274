using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WeChatPlatform.Capture.Server;

/// <summary>One connection to the server, as whole frames. Any number of writers, one reader.</summary>
internal sealed class ServerSocket : IDisposable
{
    private const int LargestFrame = 1 << 20;
    private const int ReadSize = 8 * 1024;
    private const int LeaseHeld = 4409;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <exception cref="ServerAwayException">There is no connection to be had.</exception>
    public async Task ConnectAsync(Uri address, string token, CancellationToken ct)
    {
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        _socket.Options.KeepAliveInterval = KeepAlive;
        _socket.Options.KeepAliveTimeout = KeepAlive;
        _socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await _socket.ConnectAsync(address, ct);
        }
        catch (WebSocketException failure)
        {
            throw new ServerAwayException($"socket_{(int)_socket.HttpStatusCode}", failure);
        }
    }

    /// <summary>The server did not take the token.</summary>
    public bool IsUnauthorized => _socket.HttpStatusCode == HttpStatusCode.Unauthorized;

    public async Task WriteAsync<T>(T frame, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(frame, type);
        await _writing.WaitAsync(ct);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <returns>The next frame, valid until the next call; nothing when the server closed the connection.</returns>
    /// <exception cref="LeaseHeldException">It closed it because another process has the account.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        _buffer.ResetWrittenCount();
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.GetMemory(ReadSize), ct);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                if ((int?)_socket.CloseStatus == LeaseHeld)
                {
                    throw new LeaseHeldException();
                }

                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                return null;
            }

            _buffer.Advance(read.Count);
            if (_buffer.WrittenCount > LargestFrame)
            {
                throw new ServerAwayException("frame_too_large");
            }

            if (read.EndOfMessage)
            {
                return _buffer.WrittenMemory;
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _writing.Dispose();
    }
}
