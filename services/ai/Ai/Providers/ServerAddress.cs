using System.Net;
using System.Net.Sockets;

namespace WeChatPlatform.Ai.Providers;

/// <summary>Where a provider may be: https anywhere; http only where the wire is one's own. Keys and customer texts go there.</summary>
internal static class ServerAddress
{
    private const int Longest = 500;

    /// <returns>What is wrong, in both languages; nothing when it may be asked.</returns>
    public static string? Fault(string? address)
    {
        if (address is not { Length: <= Longest } || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return $"base_url 须为 http 或 https 地址，最多 {Longest} 个字符 / is an http or https address of at most {Longest} characters";
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            return "base_url 不能包含用户名、查询或锚点 / has no user, query or fragment";
        }

        var ip = IPAddress.TryParse(url.Host.Trim('[', ']'), out var parsed) ? Plain(parsed) : null;
        if (ip is not null && IsNoServer(ip))
        {
            return "base_url 不能是链路本地、组播或未指定地址 / is no link-local, multicast or unspecified address";
        }

        return url.Scheme == "http" && !IsOwnNetwork(url, ip)
            ? "公网地址须用 https / an address outside the own network needs https"
            : null;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Among them 169.254.169.254, where clouds tell machines their secrets.</summary>
    private static bool IsNoServer(IPAddress ip) =>
        ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) || ip.IsIPv6LinkLocal || ip.IsIPv6Multicast
        || (ip.AddressFamily == AddressFamily.InterNetwork && ip.GetAddressBytes() is [169, 254, ..] or [>= 224, ..] or [0, ..]);

    private static bool IsOwnNetwork(Uri url, IPAddress? ip) =>
        ip is not null
            ? IPAddress.IsLoopback(ip) || ip.IsIPv6UniqueLocal
                || (ip.AddressFamily == AddressFamily.InterNetwork
                    && ip.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..])
            : !url.Host.Contains('.', StringComparison.Ordinal)
                || url.Host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
                || url.Host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
                || url.Host.EndsWith(".lan", StringComparison.OrdinalIgnoreCase);
}
