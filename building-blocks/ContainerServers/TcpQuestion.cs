using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatPlatform.ContainerServers;

/// <summary>One question to a server on 127.0.0.1 in its own protocol, to know whether it is up.</summary>
internal static class TcpQuestion
{
    private const int LongestAnswer = 4096;

    /// <summary>False when nobody answers, or the connection ends before the answer is as expected.</summary>
    public static async Task<bool> AskAsync(int port, string question, Func<string, bool> isExpected, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, ct);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(question), ct);
            var buffer = new byte[LongestAnswer];
            var length = 0;
            while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), ct) is > 0 and var more)
            {
                length += more;
                if (isExpected(Encoding.Latin1.GetString(buffer, 0, length)))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }
}
