using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting.Tests;

public sealed class StopTests
{
    [Fact]
    public async Task A_stopping_host_finishes_the_request_in_hand_and_takes_no_other()
    {
        using var arrived = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        await using var host = await StubModule.StartAsync(routes => routes.MapGet("/slow", async () =>
        {
            arrived.Release();
            await release.WaitAsync(Ct);
            return "done";
        }).AllowAnonymous());
        var inHand = host.Stranger.GetStringAsync("/api/v1/slow", Ct);
        (await arrived.WaitAsync(TimeSpan.FromSeconds(10), Ct)).ShouldBeTrue();

        var stop = host.StopAsync();
        using var other = new HttpClient { BaseAddress = host.Stranger.BaseAddress };
        var refused = await Should.ThrowAsync<HttpRequestException>(() => RefusedAsync(other));
        release.Release();

        refused.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        (await inHand).ShouldBe("done");
        await stop;
    }

    [Fact]
    public async Task A_host_stops_within_the_time_of_its_options()
    {
        await using var host = await StubModule.StartAsync(_ => { });

        host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.ShouldBe(TimeSpan.FromSeconds(25));
    }

    // Until the listener is closed a connection may still be taken; that it is closed while a request is in hand is the point.
    private static async Task RefusedAsync(HttpClient http)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(10))
        {
            (await http.GetAsync("/health/live", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }
}
