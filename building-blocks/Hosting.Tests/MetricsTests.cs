using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;

namespace WeChatPlatform.Hosting.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_are_on_the_management_port_and_nowhere_else()
    {
        await using var host = await StubModule.StartAsync(_ => { });

        (await host.Management.GetAsync("/metrics", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Stranger.GetAsync("/metrics", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_management_port_is_not_chosen_by_the_name_in_the_request()
    {
        await using var host = await StubModule.StartAsync(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Host = host.Management.BaseAddress!.Authority;

        (await host.Stranger.SendAsync(request, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_scrape_shows_requests_and_the_meters_of_the_platform()
    {
        using var meter = new Meter("WeChatPlatform.Stub");
        await using var host = await StubModule.StartAsync(routes => routes.MapGet("/x", () => "x").AllowAnonymous());
        meter.CreateCounter<long>("wechat.turns", "{turn}", "Turns answered.").Add(3);
        await host.Stranger.GetAsync("/api/v1/x", Ct);

        var answer = await host.Management.GetAsync("/metrics", Ct);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync(Ct);
        text.ShouldContain("wechat_turns_total{otel_scope_name=\"WeChatPlatform.Stub\"} 3\n");
        text.ShouldContain("http_route=\"/api/v1/x\"");
        text.ShouldContain("service_name=\"wechat-stub\"");
    }
}
