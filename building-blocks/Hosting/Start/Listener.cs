using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WeChatPlatform.Hosting;

/// <summary>One address that the process listens on.</summary>
internal sealed record Listener(string Host, int Port)
{
    public static bool TryParse(string url, [NotNullWhen(true)] out Listener? listener)
    {
        listener = null;
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return false;
        }

        var known = address.Host is "localhost" or "*" or "+" || IPAddress.TryParse(address.Host, out _);
        if (address.Scheme != "http" || address.PathBase.Length > 0 || !known || address.Port is < 0 or > 65535)
        {
            return false;
        }

        listener = new Listener(address.Host, address.Port);
        return true;
    }

    public static Listener Parse(string url) =>
        TryParse(url, out var listener) ? listener : throw new FormatException($"'{url}' is no listen address.");

    public void Listen(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Host == "localhost" && Port != 0)
        {
            kestrel.ListenLocalhost(Port, configure);
        }
        else if (Host is "*" or "+")
        {
            kestrel.ListenAnyIP(Port, configure);
        }
        else
        {
            kestrel.Listen(Address, Port, configure);
        }
    }

    /// <summary>
    /// Says before anything is started whether another process holds the port. The answer may be stale a moment later;
    /// then the server's own refusal is reported.
    /// </summary>
    public bool IsTaken()
    {
        if (Port == 0)
        {
            return false;
        }

        using var probe = new TcpListener(Address, Port);
        try
        {
            probe.Start();
            return false;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
        catch (SocketException)
        {
            // Anything else (no such address here, no right to this port) is told by the server in its own words.
            return false;
        }
    }

    private IPAddress Address => Host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        _ => IPAddress.Parse(Host),
    };
}
