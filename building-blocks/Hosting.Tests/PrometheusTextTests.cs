using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace WeChatPlatform.Hosting.Tests;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("http.server.request.duration", "s", PrometheusType.Histogram, "http_server_request_duration_seconds")]
    [InlineData("wechat.tokens", "{token}", PrometheusType.Counter, "wechat_tokens_total")]
    [InlineData("requests_total", "", PrometheusType.Counter, "requests_total")]
    [InlineData("sent", "By", PrometheusType.Counter, "sent_bytes_total")]
    [InlineData("sent_bytes", "By", PrometheusType.Gauge, "sent_bytes")]
    [InlineData("speed", "By/s", PrometheusType.Gauge, "speed_bytes_per_second")]
    [InlineData("heap", "By{heap}", PrometheusType.Gauge, "heap_bytes")]
    [InlineData("hits", "1", PrometheusType.Gauge, "hits_ratio")]
    [InlineData("hits", "1", PrometheusType.Counter, "hits_total")]
    [InlineData("3d.size--x", "", PrometheusType.Gauge, "_3d_size_x")]
    [InlineData("cost", "CNY", PrometheusType.Counter, "cost_CNY_total")]
    [InlineData("connection.count", "{connection}", PrometheusType.Gauge, "connections")]
    [InlineData("assembly.count", "{assembly}", PrometheusType.Gauge, "assemblies")]
    [InlineData("row.count", "{row}", PrometheusType.Counter, "row_count_total")]
    [InlineData("count", "", PrometheusType.Gauge, "count")]
    [InlineData("sum_total", "", PrometheusType.Gauge, "sum")]
    public void A_name_carries_unit_and_kind(string instrument, string unit, object type, string expected) =>
        PrometheusNames.Metric(instrument, unit, (PrometheusType)type).ShouldBe(expected);

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.005, "0.005")]
    [InlineData(3.0, "3")]
    public void Numbers_are_written_the_same_in_every_culture(double value, string expected) =>
        PrometheusText.Number(value).ShouldBe(expected);

    [Fact]
    public void A_counter_has_help_type_labels_and_value() =>
        Scrape(meter => meter.CreateCounter<long>("turns", description: "Turns\nanswered \\ all.")
                .Add(2, new KeyValuePair<string, object?>("chat.kind", "a \"group\"\\\n")))
            .ShouldContain(
                "# HELP turns_total Turns\\nanswered \\\\ all.\n# TYPE turns_total counter\n"
                + "turns_total{otel_scope_name=\"Test\",chat_kind=\"a \\\"group\\\"\\\\\\n\"} 2\n");

    [Fact]
    public void A_histogram_counts_up_to_infinity() =>
        Scrape(meter =>
            {
                var histogram = meter.CreateHistogram(
                    "wait", "s", "Waits.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
                histogram.Record(0.25);
                histogram.Record(1);
                histogram.Record(5);
            })
            .ShouldContain(
                "# TYPE wait_seconds histogram\n"
                + "wait_seconds_bucket{otel_scope_name=\"Test\",le=\"0.5\"} 1\n"
                + "wait_seconds_bucket{otel_scope_name=\"Test\",le=\"2\"} 2\n"
                + "wait_seconds_bucket{otel_scope_name=\"Test\",le=\"+Inf\"} 3\n"
                + "wait_seconds_sum{otel_scope_name=\"Test\"} 6.25\n"
                + "wait_seconds_count{otel_scope_name=\"Test\"} 3\n");

    [Fact]
    public void What_goes_up_and_down_is_a_gauge() =>
        Scrape(meter => meter.CreateUpDownCounter<long>("open").Add(-4))
            .ShouldContain("# TYPE open gauge\nopen{otel_scope_name=\"Test\"} -4\n");

    [Fact]
    public void Two_counters_of_one_name_and_the_same_labels_are_one_series()
    {
        var text = Scrape(meter =>
        {
            meter.CreateCounter<long>("a.b").Add(1);
            meter.CreateCounter<long>("a_b").Add(2);
        });

        text.ShouldContain("# TYPE a_b_total counter\na_b_total{otel_scope_name=\"Test\"} 3\n");
        text.Split('\n').Count(line => line.StartsWith("# TYPE a_b_total", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Two_histograms_of_one_name_and_the_same_bounds_are_added() =>
        Scrape(meter =>
            {
                var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] };
                meter.CreateHistogram("a.b", advice: advice).Record(0.5);
                meter.CreateHistogram("a_b", advice: advice).Record(2);
            })
            .ShouldContain(
                "a_b_bucket{otel_scope_name=\"Test\",le=\"1\"} 1\na_b_bucket{otel_scope_name=\"Test\",le=\"+Inf\"} 2\n"
                + "a_b_sum{otel_scope_name=\"Test\"} 2.5\na_b_count{otel_scope_name=\"Test\"} 2\n");

    [Fact]
    public void An_instrument_of_another_type_does_not_break_the_name_it_came_second_to()
    {
        var text = Scrape(meter =>
        {
            meter.CreateUpDownCounter<long>("a").Add(1);
            meter.CreateHistogram<double>("a").Record(5);
        });

        text.ShouldContain("# TYPE a gauge\na{otel_scope_name=\"Test\"} 1\n");
        text.ShouldNotContain("a_bucket");
    }

    [Fact]
    public void A_pool_of_connections_is_told_by_its_database_and_user_and_not_by_its_connection_string() =>
        Scrape(meter => meter.CreateUpDownCounter<long>("pool").Add(
                1, new KeyValuePair<string, object?>("db.client.connection.pool.name", "Host=db;Database=d;Application Name=wechat-x;Username=u")))
            .ShouldContain("pool{otel_scope_name=\"Test\",db_client_connection_pool_name=\"d/wechat-x\"} 1\n");

    [Fact]
    public void A_process_that_cannot_collect_gives_no_empty_answer()
    {
        using var exporter = new PrometheusExporter();

        exporter.Scrape().ShouldBeNull();
    }

    [Fact]
    public void Two_tags_of_one_name_share_one_label() =>
        Scrape(meter => meter.CreateCounter<long>("a").Add(
                1, new KeyValuePair<string, object?>("x.y", "1"), new KeyValuePair<string, object?>("x_y", true)))
            .ShouldContain("a_total{otel_scope_name=\"Test\",x_y=\"1;true\"} 1\n");

    [Fact]
    public void A_second_scrape_keeps_counting()
    {
        using var meter = new Meter("Test");
        using var exporter = new PrometheusExporter();
        using var provider = Listen(exporter);
        var counter = meter.CreateCounter<long>("a");
        counter.Add(1);
        exporter.Scrape();
        counter.Add(1);

        exporter.Scrape()!.ShouldContain("a_total{otel_scope_name=\"Test\"} 2\n");
    }

    private static string Scrape(Action<Meter> record)
    {
        using var meter = new Meter("Test");
        using var exporter = new PrometheusExporter();
        using var provider = Listen(exporter);
        record(meter);
        return exporter.Scrape()!;
    }

    private static MeterProvider Listen(PrometheusExporter exporter) => Sdk.CreateMeterProviderBuilder()
        .AddMeter("Test").AddReader(new BaseExportingMetricReader(exporter)).Build();
}
