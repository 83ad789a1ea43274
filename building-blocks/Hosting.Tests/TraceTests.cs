using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry.Trace;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

public sealed class TraceTests
{
    [Fact]
    public async Task A_request_continues_the_callers_trace_and_names_its_path_and_id()
    {
        var trace = ActivityTraceId.CreateRandom().ToString();
        var seen = new ConcurrentQueue<Activity>();
        using var listener = Listen(seen, trace);
        await using var host = await StubModule.StartAsync(routes => routes.MapGet("/x", () => "x").AllowAnonymous());

        await GetAsync(host, "/api/v1/x", trace);

        // The activity ends after the answer is on its way.
        await Eventually.Holds("the request's activity ended", () => !seen.IsEmpty);
        var activity = seen.ShouldHaveSingleItem();
        activity.GetTagItem("url.path").ShouldBe("/api/v1/x");
        activity.GetTagItem("http.route").ShouldBe("/api/v1/x");
        activity.GetTagItem("http.response.status_code").ShouldBe(200);
        activity.GetTagItem("request.id").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/health/live", SamplingDecision.Drop)]
    [InlineData("/metrics", SamplingDecision.Drop)]
    [InlineData("/api/v1/x", SamplingDecision.RecordAndSample)]
    public void A_probe_makes_no_trace_and_a_request_does(string path, SamplingDecision expected)
    {
        var parameters = new SamplingParameters(
            default, ActivityTraceId.CreateRandom(), "GET", ActivityKind.Server, [new("url.path", path)]);

        new QuietSampler(new AlwaysOnSampler()).ShouldSample(in parameters).Decision.ShouldBe(expected);
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> seen, string trace)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId.ToString() == trace)
                {
                    seen.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static async Task GetAsync(TestHost host, string path, string trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        (await host.Stranger.SendAsync(request, Ct)).EnsureSuccessStatusCode();
    }
}
