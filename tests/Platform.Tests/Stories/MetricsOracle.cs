using System.Text.RegularExpressions;
using WeChatPlatform.Platform.Tests.Architecture;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>What the hosts tell is read by a real Prometheus without a fault, holds what operators watch, and is what the documents list.</summary>
internal static partial class MetricsOracle
{
    /// <summary>Expressions that have exactly one value on a platform that has answered its agent's customer, and what it must be.</summary>
    private static readonly (string Expression, Func<double, bool> Fits)[] Watched =
    [
        ("min(scrape_samples_scraped)", value => value > 50),
        ("sum(http_server_request_duration_seconds_count{http_route=\"/api/v1/messages\",http_response_status_code=\"202\"})", value => value >= 1),
        ("histogram_quantile(0.95, sum by (le) (wechat_consumer_duration_seconds_bucket{queue=\"message-reply\"}))", value => value > 0),
        ("sum(wechat_consumer_duration_seconds_count{queue=\"analytics-record-decision\",message=\"ReplyDecided\"})", value => value >= 1),
        ("sum(wechat_consumer_active)", value => value == 0),
        ("max(wechat_outbox_pending)", value => value == 0),
        ("max(wechat_outbox_lag_seconds)", value => value == 0),
        ("max(wechat_outbox_sweep_age_seconds)", value => value < 60),
        ("max(wechat_queue_messages)", value => value == 0),
        ("max(wechat_queue_poison)", value => value == 0),
        ("sum(wechat_messages_poisoned_total)", value => value == 0),
        ("count(count by (state) (wechat_turns))", value => value == 5),
        ("max(wechat_turns)", value => value == 0),
        ("max(wechat_agents{state=\"online\"})", value => value >= 1),
        ("sum(wechat_agents_connected)", value => value == 1),
        ("max(wechat_agents_queued_messages)", value => value == 0),
        ("sum(wechat_deliveries_total{outcome=\"verified\"})", value => value >= 1),
        ("sum(wechat_reply_time_seconds_count)", value => value >= 1),
        ("sum(wechat_metrics_overflowing)", value => value == 0),
        ("count(count by (version, revision) (wechat_build_info))", value => value == 1),
    ];

    // What agents say of themselves is as old as their last heartbeat.
    private static readonly TimeSpan TwoHeartbeats = TimeSpan.FromSeconds(70);

    public static async Task VerifyAsync(PlatformShape shape, CancellationToken ct)
    {
        var hosts = shape.Hosts.ToList();
        await using var prometheus = await TestPrometheus.StartAsync(hosts.Select(host => host.Management));
        (await prometheus.TargetsAsync()).Count.ShouldBe(hosts.Count);

        // A host that a loaded machine lets wait is read at the next round.
        await Eventually.Holds("every process is read", async () =>
            (await prometheus.TargetsAsync()).Where(target => target.Health != "up" || target.Error.Length > 0).ToList() is [var down, ..]
                ? throw new InvalidOperationException(down.ToString())
                : true);
        foreach (var (expression, fits) in Watched)
        {
            IReadOnlyList<double> values = [];
            await Eventually.Holds($"{expression} is right", async () =>
                (values = await prometheus.QueryAsync(expression)) is [var value] && fits(value)
                    ? true
                    : throw new InvalidOperationException($"It is {string.Join(", ", values)}."),
                TwoHeartbeats);
        }

        Dictionary<string, ToldMetric> told = new(StringComparer.Ordinal);
        using var http = new HttpClient();
        foreach (var host in hosts)
        {
            var text = await http.GetStringAsync(new Uri(host.Management, "metrics"), ct);
            (await Promtool.FaultsAsync(text)).ShouldBeEmpty(host.Name);
            SeriesOf(text).GroupBy(series => series).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty(host.Name);
            Read(text, told);
        }

        MetricTable.ShouldList(told.Values, complete: shape.HasEveryMetric);
    }

    private static IEnumerable<string> SeriesOf(string text) =>
        text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]);

    private static void Read(string text, Dictionary<string, ToldMetric> told)
    {
        foreach (Match header in Header().Matches(text))
        {
            var name = header.Groups["name"].Value;
            told.TryAdd(name, new ToldMetric(name, header.Groups["type"].Value, new(StringComparer.Ordinal)));
            told[name].Type.ShouldBe(header.Groups["type"].Value, name);
        }

        foreach (var series in SeriesOf(text))
        {
            var name = series.Split('{')[0];
            var metric = told.GetValueOrDefault(name) ?? told[OfHistogram().Replace(name, "")];
            metric.Labels.UnionWith(Label().Matches(series).Select(match => match.Groups["name"].Value));
        }
    }

    [GeneratedRegex("^# TYPE (?<name>\\S+) (?<type>\\S+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Header();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfHistogram();

    [GeneratedRegex("[{,](?<name>[a-zA-Z_][a-zA-Z0-9_]*)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
