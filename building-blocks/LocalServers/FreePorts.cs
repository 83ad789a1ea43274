using System.Net;
using System.Net.Sockets;

namespace WeChatPlatform.LocalServers;

internal static class FreePorts
{
    /// <summary>
    /// Ports of 127.0.0.1 that nobody listens on now, all different. Somebody may take one before the server does: the
    /// caller tries again with others.
    /// </summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return [.. listeners.Select(Open)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }

    /// <exception cref="LocalServerException">Somebody listens on the port that was asked for.</exception>
    public static void Require(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException failure)
        {
            throw new LocalServerException(
                $"端口 {port} 已被占用。请停止占用它的程序，或换一个端口。",
                $"Port {port} is taken. Stop the program that listens on it, or choose another port.",
                failure);
        }
    }

    private static int Open(TcpListener listener)
    {
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
