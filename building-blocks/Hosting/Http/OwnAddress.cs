using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace WeChatPlatform.Hosting;

/// <summary>Where a process reaches its own API. Known once it listens.</summary>
internal static class OwnAddress
{
    public static Uri Of(IServer server)
    {
        var listened = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The process does not listen yet.");
        var own = new Uri(listened);

        // What listens everywhere is reached here.
        return new UriBuilder(own)
        {
            Host = own.HostNameType == UriHostNameType.IPv4 && own.Host != "0.0.0.0" ? own.Host : "127.0.0.1",
        }.Uri;
    }
}
