using System.Net.Sockets;
using Npgsql;

namespace WeChatPlatform.Messaging.Consuming;

internal static class TransientFaults
{
    /// <summary>True when the database or the broker was away or broke the connection: waiting helps, the message is not to blame.</summary>
    public static bool IsOutage(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is NpgsqlException { IsTransient: true } or SocketException or NotPublishedException)
            {
                return true;
            }
        }

        return false;
    }
}
