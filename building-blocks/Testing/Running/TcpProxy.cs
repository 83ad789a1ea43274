using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WeChatPlatform.Testing;

/// <summary>
/// A network between a client and a server on one machine, which can be cut: bytes stop, new connections hang, and nobody
/// is told. It can be slow, or reset what is open. What it leads to can be changed for new connections, as a balancer in
/// front of replicas does.
/// </summary>
/// <remarks>Proves what programs notice by themselves. What TCP notices below them stays real on both sides of the proxy.</remarks>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<Connection, byte> _connections = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _passing = Open();
    private readonly Task _accepting;
    private volatile int _target;
    private long _delayTicks;

    private TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The port on this machine that new connections are led to.</summary>
    public int Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>Every piece of data waits so long, either way. Zero when the network is as fast as the machine.</summary>
    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    public static TcpProxy To(int port) => new(port);

    /// <summary>Every connection that is open now ends at once, and both sides are told. New ones are made as ever.</summary>
    public void Reset()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    /// <summary>From now on no byte passes and no connection is made.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            if (_passing.Task.IsCompleted)
            {
                _passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>
    /// Bytes pass again. Connections from before the cut go on where they were (<paramref name="keep"/>), or are lost the worst
    /// way there is: the server has given them up, and the client is never told.
    /// </summary>
    public void Heal(bool keep)
    {
        if (!keep)
        {
            foreach (var connection in _connections.Keys)
            {
                connection.Lose();
            }
        }

        lock (_gate)
        {
            _passing.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }

        _over.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private Task PassingAsync()
    {
        lock (_gate)
        {
            return _passing.Task.WaitAsync(_over.Token);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_over.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is taken away.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var connection = new Connection(client);
        _connections.TryAdd(connection, 0);
        try
        {
            await PassingAsync();
            await connection.Server.ConnectAsync(IPAddress.Loopback, _target, _over.Token);
            await Task.WhenAll(
                PumpAsync(connection, client, connection.Server), PumpAsync(connection, connection.Server, client));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody listens there, one side reset the connection, or the proxy is taken away: the other side sees a reset.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private async Task PumpAsync(Connection connection, Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _over.Token) is > 0 and var count)
            {
                await PassingAsync();
                await Task.Delay(Delay, _over.Token);
                if (!connection.IsLost)
                {
                    await to.SendAsync(buffer.AsMemory(0, count), _over.Token);
                }
            }

            if (!connection.IsLost)
            {
                to.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException && connection.IsLost && from == connection.Server)
        {
            // The server's side is gone and the client's stays as it is, silent.
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private sealed class Connection(Socket client) : IDisposable
    {
        public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public bool IsLost { get; private set; }

        public void Lose()
        {
            IsLost = true;
            Server.Close(0);
        }

        public void Dispose()
        {
            client.Close(0);
            Server.Close(0);
        }
    }
}
