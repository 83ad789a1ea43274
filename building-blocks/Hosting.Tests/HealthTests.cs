using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPlatform.Hosting.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Both_ports_tell_health()
    {
        await using var host = await StubModule.StartAsync(_ => { });

        foreach (var path in (string[])["/health/live", "/health/ready"])
        {
            (await host.Stranger.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await host.Management.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_dependency_that_is_away_makes_the_host_unready_and_leaves_it_alive()
    {
        await using var host = await StubModule.StartAsync(_ => { }, builder => builder.Services.AddHealthChecks()
            .AddCheck("database-stub", () => HealthCheckResult.Unhealthy("Host=secret"), ["ready"]));

        var ready = await host.Stranger.GetAsync("/health/ready", Ct);

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.Stranger.GetAsync("/health/live", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_body_names_checks_and_states_and_nothing_else()
    {
        await using var host = await StubModule.StartAsync(_ => { }, builder => builder.Services.AddHealthChecks()
            .AddCheck("database-stub", () => HealthCheckResult.Unhealthy("Host=secret"), ["ready"]));

        var body = await (await host.Stranger.GetAsync("/health/ready", Ct)).Content.ReadAsStringAsync(Ct);

        body.ShouldNotContain("secret");
        var json = JsonDocument.Parse(body).RootElement;
        json.GetProperty("status").GetString().ShouldBe("unhealthy");
        json.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "database-stub")
            .GetProperty("status").GetString().ShouldBe("unhealthy");
    }
}
