using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;

namespace WeChatPlatform.Testing;

/// <summary>
/// Ports that a process can come back to after a kill: below those that the system gives to outgoing connections, so that
/// nobody takes one while its owner is away.
/// </summary>
public sealed class ProcessPorts
{
    private const int First = 20_000;
    private const int Last = 31_000;

    private readonly HashSet<int> _taken =
        [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)];

    // Not from the start: several test processes may choose at the same time.
    private int _next = RandomNumberGenerator.GetInt32(First, Last - 200);

    public Uri Take()
    {
        while (!_taken.Add(++_next))
        {
        }

        return new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), _next).Uri;
    }
}
