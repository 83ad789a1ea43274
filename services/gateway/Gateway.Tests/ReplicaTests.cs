using System.Net;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.Host;
using WeChatPlatform.Testing;
using Yarp.ReverseProxy.Configuration;

namespace WeChatPlatform.Gateway.Tests;

public sealed class ReplicaTests
{
    private const string Nowhere = "http://127.0.0.1:9";
    private static readonly Caller Agent = Caller.Agent("agent-1", Caller.RealDesktop);

    [Fact]
    public async Task A_replica_that_cannot_be_reached_costs_no_request()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", $"{Nowhere}, {upstream.Address}"), ("Gateway:Services:ProbeSeconds", "60"));

        foreach (var number in Enumerable.Range(0, 20))
        {
            var answer = await gateway.SendAsync(HttpMethod.Post, "/api/v1/messages", Agent, new { number });

            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.TextAsync("body"))!.ShouldContain($"{number}");
        }
    }

    [Fact]
    public async Task A_replica_that_is_not_ready_gets_no_request()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var ready = await UpstreamApp.StartAsync();
        await using var draining = await UpstreamApp.StartAsync();
        draining.IsReady = false;
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", $"{ready.Address},{draining.Address}"), ("Gateway:Services:ProbeSeconds", "0.2"));

        await Eventually.Holds("the gateway turns away", async () =>
        {
            var before = draining.Served;
            foreach (var _ in Enumerable.Range(0, 20))
            {
                (await gateway.SendAsync(HttpMethod.Get, "/api/v1/messages", Agent)).StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            return draining.Served == before;
        });
        ready.Served.ShouldBeGreaterThanOrEqualTo(20);
    }

    [Fact]
    public async Task A_service_is_asked_when_none_of_its_replicas_is_ready()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var only = await UpstreamApp.StartAsync();
        only.IsReady = false;
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", only.Address), ("Gateway:Services:ProbeSeconds", "0.2"));
        await Eventually.Holds("it was probed", () => only.Probed > 1);

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/messages", Agent);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_stays_and_an_address_stays_as_it_is()
    {
        var destinations = new Dictionary<string, DestinationConfig>
        {
            ["name"] = new() { Address = "http://service.invalid:8080" },
            ["address"] = new() { Address = "http://192.0.2.7:8080" },
        };

        var resolved = await Resolver().ResolveDestinationsAsync(destinations, GatewayUnderTest.Ct);

        resolved.Destinations.Select(entry => (entry.Key, entry.Value.Address))
            .ShouldBe(destinations.Select(entry => (entry.Key, entry.Value.Address)), ignoreOrder: true);
        resolved.ChangeToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_name_becomes_a_destination_for_each_of_its_addresses_and_keeps_its_host()
    {
        var own = Dns.GetHostName();
        var resolved = await Resolver().ResolveDestinationsAsync(
            new Dictionary<string, DestinationConfig> { ["own"] = new() { Address = $"http://{own}:8080" } }, GatewayUnderTest.Ct);

        resolved.Destinations.Count.ShouldBe((await Dns.GetHostAddressesAsync(own, GatewayUnderTest.Ct)).Distinct().Count());
        resolved.Destinations.Values.ShouldAllBe(destination =>
            destination.Host == $"{own}:8080" && new Uri(destination.Address).HostNameType != UriHostNameType.Dns);
    }

    private static ReplicaAddresses Resolver() => new(Options.Create(new ServicesOptions()), TimeProvider.System);
}
