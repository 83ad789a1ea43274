using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Hosting;

/// <summary>
/// RabbitMQ.Client 7.1.2 ends the process that notices by a missing heartbeat that its connection is dead: the timer and the
/// reading loop both shut one dispatcher down, and the second one throws where nobody can catch it (issue 1884 of that
/// library, mended in 7.2.1). By then the connection is closed and everybody has been told, so the process goes on and
/// MassTransit connects anew (docs/adr/0015).
/// </summary>
internal static class ClientFaults
{
    private static int installed;
    private static volatile ILogger? told;

    /// <summary>Once a process; every other unhandled exception ends it as before.</summary>
    public static void Survive(ILogger logger)
    {
        told = logger;
        if (Interlocked.Exchange(ref installed, 1) == 0)
        {
            ExceptionHandling.SetUnhandledExceptionHandler(IsSurvived);
        }
    }

    internal static bool IsSurvived(Exception failure)
    {
        var isSurvived = failure is ChannelClosedException
            && failure.StackTrace is { } stack
            && stack.Contains("RabbitMQ.Client.Framing.Connection.HeartbeatReadTimerCallback", StringComparison.Ordinal);
        if (isSurvived)
        {
            told?.HeartbeatMissed();
        }

        return isSurvived;
    }
}
