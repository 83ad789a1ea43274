using System.Net;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge.Tests;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData(null, "none")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    public void An_address_is_counted_with_all_that_one_subscriber_has(string? address, string name) =>
        ClientAddress.NetworkOf(address is null ? null : IPAddress.Parse(address)).ShouldBe(name);

    [Theory]
    [InlineData("10.0.0.7", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("10.0.0.0/99", false)]
    [InlineData("gateway", false)]
    public void A_trusted_proxy_is_an_address_or_a_network(string proxy, bool valid) =>
        new TrustedProxiesValidator().Validate(Options.DefaultName, new EdgeOptions { TrustedProxies = [proxy] })
            .Succeeded.ShouldBe(valid);

    [Theory]
    [InlineData("https://console.example.com", true)]
    [InlineData("http://localhost:5173", true)]
    [InlineData("https://console.example.com/", true)]
    [InlineData("https://console.example.com/app", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData("*", false)]
    [InlineData("null", false)]
    [InlineData("console.example.com", false)]
    [InlineData("https://user@console.example.com", false)]
    public void An_origin_is_scheme_host_and_port(string origin, bool valid) =>
        new CrossOriginsValidator().Validate(
            Options.DefaultName, new EdgeOptions { Cors = new CrossOrigin { Origins = [origin] } }).Succeeded.ShouldBe(valid);
}
