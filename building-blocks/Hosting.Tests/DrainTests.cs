using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class DrainTests
{
    [Fact]
    public async Task A_host_that_is_told_to_stop_serves_on_and_says_that_it_is_not_ready()
    {
        await using var host = await StartAsync(drainSeconds: 60);

        host.Services.GetRequiredService<DrainingLifetime>().RequestStop();

        (await host.Stranger.GetAsync("/health/ready", Ct)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.Stranger.GetStringAsync("/api/v1/work", Ct)).ShouldBe("done");
        Stopping(host).IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_signal_ends_the_drain()
    {
        await using var host = await StartAsync(drainSeconds: 60);
        var lifetime = host.Services.GetRequiredService<DrainingLifetime>();

        lifetime.RequestStop();
        lifetime.RequestStop();

        Stopping(host).IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_stops_by_itself_when_it_has_drained()
    {
        await using var host = await StartAsync(drainSeconds: 0.1);

        host.Services.GetRequiredService<DrainingLifetime>().RequestStop();

        await Eventually.Holds("the host stops", () => Stopping(host).IsCancellationRequested);
    }

    [Fact]
    public async Task A_host_without_a_balancer_stops_at_once()
    {
        await using var host = await StartAsync(drainSeconds: 0);

        host.Services.GetRequiredService<DrainingLifetime>().RequestStop();

        Stopping(host).IsCancellationRequested.ShouldBeTrue();
    }

    private static CancellationToken Stopping(TestHost host) =>
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    private static Task<TestHost> StartAsync(double drainSeconds) => TestHost.StartAsync(
        new StubModule(routes => routes.MapGet("/work", () => "done").AllowAnonymous()),
        databases: null,
        ("Hosting:DrainSeconds", FormattableString.Invariant($"{drainSeconds}")));
}
