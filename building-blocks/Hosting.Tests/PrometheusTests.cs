using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

/// <summary>What a running host tells is judged by Prometheus itself, not by our reading of its format.</summary>
[Collection(nameof(WholeProcess))]
public sealed class PrometheusTests
{
    [Fact]
    public async Task Promtool_finds_no_fault_in_a_host_that_was_asked_this_and_that()
    {
        await using var host = await StubModule.StartAsync(routes =>
        {
            routes.MapGet("/x/{id}", (string id) => id).AllowAnonymous();
            routes.MapGet("/broken", string () => throw new InvalidOperationException()).AllowAnonymous();
        });
        foreach (var path in new[] { "/api/v1/x/1", "/api/v1/broken", "/nowhere", "/health/ready" })
        {
            await host.Stranger.GetAsync(path, Ct);
        }

        (await Promtool.FaultsAsync(await MetricsAsync(host))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http_requests_milliseconds{} 1\n")]
    [InlineData("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n")]
    [InlineData("no metric at all\n")]
    public async Task Promtool_would_find_a_fault(string metrics) =>
        (await Promtool.FaultsAsync(metrics)).ShouldNotBeEmpty();

    [Fact]
    public async Task Prometheus_reads_a_host_and_its_counters_go_on()
    {
        using var meter = new Meter("WeChatPlatform.Stub");
        await using var host = await StubModule.StartAsync(_ => { });
        var turns = meter.CreateCounter<long>("wechat.stub.turns", "{turn}", "Turns.");
        turns.Add(3, new KeyValuePair<string, object?>("kind", "a \"group\"\\\nof 人"));
        await using var prometheus = await TestPrometheus.StartAsync([host.Management.BaseAddress!]);

        (await prometheus.TargetsAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            target => target.Health.ShouldBe("up"), target => target.Error.ShouldBeEmpty());
        turns.Add(1, new KeyValuePair<string, object?>("kind", "a \"group\"\\\nof 人"));

        await Eventually.Holds("the counter is read", async () =>
            (await prometheus.QueryAsync("wechat_stub_turns_total{kind=\"a \\\"group\\\"\\\\\\nof 人\"}")).SequenceEqual([4.0]));
        (await prometheus.QueryAsync("scrape_samples_scraped - scrape_samples_post_metric_relabeling")).ShouldBe([0]);
        (await prometheus.QueryAsync("count(wechat_build_info{version!=\"\"})")).ShouldBe([1]);
    }

    /// <summary>Everything that a caller chooses is tried many times: paths, ids, methods, host names, queries, headers.</summary>
    [Fact]
    public async Task What_strangers_send_makes_no_new_series()
    {
        await using var host = await StubModule.StartAsync(
            routes =>
            {
                routes.MapGet("/x/{id}", (string id) => id).AllowAnonymous();
                routes.MapGet("/closed/{id}", (string id) => id).RequireAuthorization();
            },
            ("Edge:StrangerRequestBurst", "10000"));
        await AttackAsync(host, "first");
        var before = await SeriesAsync(host);

        for (var round = 0; round < 20; round++)
        {
            await AttackAsync(host, $"round-{round}-{Guid.NewGuid():N}");
        }

        (await SeriesAsync(host)).Except(before).ShouldBeEmpty();
        before.ShouldContain(line => line.Contains("http_route=\"/api/v1/x/{id}\"", StringComparison.Ordinal));
        before.ShouldNotContain(line => line.Contains("first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_metric_with_too_many_series_keeps_its_sum_and_is_told()
    {
        using var meter = new Meter("WeChatPlatform.Stub");
        await using var host = await TestHost.StartAsync(
            new StubModule(_ => { }), databases: null, ("Hosting:MaxSeriesPerMetric", "20"));
        var counter = meter.CreateCounter<long>("wechat.stub.visitors", "{visitor}", "Visitors.");
        for (var visitor = 0; visitor < 500; visitor++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("visitor", visitor));
        }

        var metrics = await MetricsAsync(host);
        var series = metrics.Split('\n').Where(line => line.StartsWith("wechat_stub_visitors_total{", StringComparison.Ordinal)).ToList();

        series.Count.ShouldBeLessThanOrEqualTo(21);
        series.Sum(line => int.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(500);
        series.ShouldContain(line => line.Contains("otel_metric_overflow=\"true\"", StringComparison.Ordinal));
        var overflowing = Overflowing(metrics);
        overflowing.ShouldContain("wechat_stub_visitors_total");
        metrics.ShouldContain($"\nwechat_metrics_overflowing {overflowing.Count}\n");
        (await Promtool.FaultsAsync(metrics)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_overflows_in_a_host_as_it_comes()
    {
        await using var host = await StubModule.StartAsync(_ => { });

        (await MetricsAsync(host)).ShouldContain("\nwechat_metrics_overflowing 0\n");
    }

    // The host tells how many metrics overflow; others of this process may do so beside the one that the test fills.
    private static HashSet<string> Overflowing(string metrics)
    {
        HashSet<string> found = [];
        var family = "";
        foreach (var line in metrics.Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
            }
            else if (line.Contains("otel_metric_overflow=\"true\"", StringComparison.Ordinal))
            {
                found.Add(family);
            }
        }

        return found;
    }

    private static async Task AttackAsync(TestHost host, string word)
    {
        string[] lines =
        [
            $"GET /{word} HTTP/1.1", $"GET /api/v1/x/{word} HTTP/1.1", $"GET /api/v1/closed/{word} HTTP/1.1",
            $"GET /api/v1/x/{word}?{word}={word} HTTP/1.1", $"POST /api/v1/x/{word} HTTP/1.1", $"{word.ToUpperInvariant()} /api/v1/x/1 HTTP/1.1",
            $"GET /api/v1/x/%22%0A{word}%5C HTTP/1.1", $"GET http://{word}.example/api/v1/x/1 HTTP/1.1", $"OPTIONS * HTTP/1.1",
            $"GET /../{word}/%2e%2e/metrics HTTP/1.1", $"GET /api/v1/x/{word} HTTP/1.0", $"GET /metrics/{word} HTTP/1.1",
        ];
        foreach (var line in lines)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host.Address.Host, host.Address.Port, Ct);
            await using var stream = client.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"{line}\r\nHost: {word}.example\r\nUser-Agent: {word}\r\nX-Request-Id: {word}\r\nAuthorization: Bearer {word}\r\nConnection: close\r\n\r\n"),
                Ct);
            using var reader = new StreamReader(stream);
            (await reader.ReadToEndAsync(Ct)).ShouldStartWith("HTTP/1.1 ");
        }
    }

    // The runtime's own gauges depend on what the machine does meanwhile, and the client is the test itself.
    private static async Task<HashSet<string>> SeriesAsync(TestHost host) =>
        [.. (await MetricsAsync(host)).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#'
                && !line.StartsWith("dotnet_", StringComparison.Ordinal) && !line.StartsWith("http_client_", StringComparison.Ordinal))
            .Select(line => line[..line.LastIndexOf(' ')])];

    private static Task<string> MetricsAsync(TestHost host) => host.Management.GetStringAsync("/metrics", Ct);
}

/// <summary>Meters are the process's: what counts series runs when no other host does.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
