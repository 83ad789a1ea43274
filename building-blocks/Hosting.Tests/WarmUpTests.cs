using System.Net;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class WarmUpTests
{
    [Fact]
    public async Task A_host_is_alive_and_not_ready_until_it_is_warm()
    {
        using var release = new SemaphoreSlim(0);
        await using var host = await StartAsync(services => services.AddSingleton<IWarmUp>(new StubWarmUp(release.WaitAsync)));

        (await host.Stranger.GetAsync("/health/live", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var cold = await host.Stranger.GetAsync("/health/ready", Ct);
        cold.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await cold.Content.ReadAsStringAsync(Ct)).ShouldContain("\"warm-up\",\"status\":\"unhealthy\"");

        release.Release();
        await BecomesReadyAsync(host);
    }

    [Fact]
    public async Task What_cannot_be_warmed_up_does_not_keep_a_host_from_being_ready()
    {
        await using var host = await StartAsync(services => services.AddSingleton<IWarmUp>(
            new StubWarmUp(_ => throw new InvalidOperationException("away"))));

        await BecomesReadyAsync(host);
        host.Log.ShouldContain(line => line.EventId == 107);
    }

    [Fact]
    public async Task A_host_makes_the_requests_of_its_modules_to_itself()
    {
        List<string?> callers = [];
        await using var host = await StartAsync(
            services => services.AddSingleton(new WarmUpRequest(HttpMethod.Post, "/api/v1/work", Caller.User("nobody", Policies.Viewer), "{}")),
            http => callers.Add(http.User.Caller()?.Id));

        await BecomesReadyAsync(host);

        callers.ShouldBe(["nobody", "nobody", "nobody"]);
    }

    [Fact]
    public void Only_the_fault_of_a_missed_heartbeat_is_survived()
    {
        // The dispatcher's own frame is missing once the method is inlined, so the timer's is the one that counts.
        const string heartbeat = "at RabbitMQ.Client.Impl.Channel.OnSessionShutdownAsync(Object sender, ShutdownEventArgs reason)\n"
            + "at RabbitMQ.Client.Framing.Connection.HeartbeatReadTimerCallback(Object state)";

        ClientFaults.IsSurvived(ExceptionDispatchInfo.SetRemoteStackTrace(new ChannelClosedException(), heartbeat)).ShouldBeTrue();
        ClientFaults.IsSurvived(ExceptionDispatchInfo.SetRemoteStackTrace(new InvalidOperationException(), heartbeat)).ShouldBeFalse();
        ClientFaults.IsSurvived(ExceptionDispatchInfo.SetRemoteStackTrace(new ChannelClosedException(), "at Ours()")).ShouldBeFalse();
        ClientFaults.IsSurvived(new ChannelClosedException()).ShouldBeFalse();
    }

    private static Task BecomesReadyAsync(TestHost host) => Eventually.Holds(
        "the host is ready", async () => (await host.Stranger.GetAsync("/health/ready", Ct)).IsSuccessStatusCode);

    private static Task<TestHost> StartAsync(Action<IServiceCollection> add, Action<HttpContext>? work = null) => TestHost.StartAsync(
        new StubModule(
            routes => routes.MapPost("/work", (HttpContext http) => work?.Invoke(http)).RequireAuthorization(Policies.Viewer),
            builder => add(builder.Services)),
        databases: null,
        ("Hosting:WarmUp", "true"));

    private sealed class StubWarmUp(Func<CancellationToken, Task> run) : IWarmUp
    {
        public string Name => "stub";

        public Task RunAsync(IServiceProvider services, CancellationToken ct) => run(ct);
    }
}
