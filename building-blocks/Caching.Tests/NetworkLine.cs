using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WeChatPlatform.Caching.Tests;

/// <summary>A line to a server that can be cut, and that can go silent without anybody being told.</summary>
internal sealed class NetworkLine : IAsyncDisposable
{
    private readonly int target;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<TcpClient, byte> open = new();
    private readonly Task accepting;
    private volatile bool cut;
    private volatile bool silent;

    public NetworkLine(int targetPort)
    {
        target = targetPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections break, and new ones are closed at once.</summary>
    public void Cut()
    {
        cut = true;
        CloseAll();
    }

    /// <summary>Connections stay, and nothing passes any more.</summary>
    public void FallSilent() => silent = true;

    /// <summary>New connections work; those that were silent are gone.</summary>
    public void Mend()
    {
        (cut, silent) = (false, false);
        CloseAll();
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        CloseAll();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(end.Token);
                _ = CarryAsync(client);
            }
        }
        catch (Exception stop) when (stop is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            open[near] = 0;
            open[far] = 0;
            try
            {
                if (!cut)
                {
                    await far.ConnectAsync(IPAddress.Loopback, target, end.Token);
                    await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Cut.
            }

            open.TryRemove(near, out _);
            open.TryRemove(far, out _);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.GetStream().ReadAsync(buffer, end.Token) is var length and > 0)
        {
            if (!silent)
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), end.Token);
            }
        }
    }

    private void CloseAll()
    {
        foreach (var client in open.Keys)
        {
            client.Close();
        }
    }
}
