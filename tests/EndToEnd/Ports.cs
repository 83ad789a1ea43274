using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace WeChatPlatform.EndToEnd;

/// <summary>A port for everything that a platform of seven processes listens on, all from one base.</summary>
internal sealed record Ports(int Api, int Simulator)
{
    private const int Processes = 7;
    private const int ManagementDistance = 1010;
    private const int SimulatorDistance = 500;

    // Below the range that the system hands to outgoing connections.
    private const int Lowest = 20_000;
    private const int Highest = 30_000;

    private IEnumerable<int> All =>
    [
        .. Enumerable.Range(Api, Processes),
        .. Enumerable.Range(Api + ManagementDistance, Processes),
        Simulator,
    ];

    public static Ports TakeFree()
    {
        while (true)
        {
            var api = RandomNumberGenerator.GetInt32(Lowest, Highest);
            var ports = new Ports(api, api + SimulatorDistance);
            if (!ports.Taken().Any())
            {
                return ports;
            }
        }
    }

    /// <summary>Those that somebody listens on.</summary>
    public IEnumerable<int> Taken() => All.Where(IsTaken);

    private static bool IsTaken(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
