using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace WeChatPlatform.Edge;

/// <summary>Where a request comes from. A header about it is believed only when a proxy of the settings sent it.</summary>
public static class ClientAddress
{
    private const int SubscriberPrefixBytes = 8;

    /// <summary>
    /// The name that the client's address is counted under. Of an IPv6 address the first 64 bits: one subscriber has all
    /// addresses behind them. Absent addresses (a connection without a network) have one name.
    /// </summary>
    public static string ClientNetwork(this HttpContext context) => NetworkOf(context.Connection.RemoteIpAddress);

    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "none";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(SubscriberPrefixBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    internal static void AddTrustedProxies(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<EdgeOptions>, TrustedProxiesValidator>();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<EdgeOptions>>((forwarded, edge) =>
        {
            // The framework believes the loopback by itself; here nobody is believed who is not named.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in edge.Value.TrustedProxies.Select(Parse).OfType<IPNetwork>())
            {
                forwarded.KnownIPNetworks.Add(network);
            }

            forwarded.ForwardedHeaders = edge.Value.TrustedProxies.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

            // From the right, as long as the one who wrote it is trusted: the first that is not is the client.
            forwarded.ForwardLimit = null;
        });
    }

    internal static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        : null;
}

internal sealed class TrustedProxiesValidator : IValidateOptions<EdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        var faults = options.TrustedProxies
            .Where(proxy => ClientAddress.Parse(proxy) is null)
            .Select(proxy => $"Edge:TrustedProxies: '{proxy}' is neither an address (10.0.0.7) nor a network (10.0.0.0/8).")
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
