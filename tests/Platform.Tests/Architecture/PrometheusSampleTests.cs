using System.Text.RegularExpressions;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>The sample configuration for Prometheus is one that Prometheus takes, and its alerts are about metrics that there are.</summary>
public sealed partial class PrometheusSampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "prometheus");

    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts.test.yml")]
    public async Task Promtool_takes_it(string verb, string what, string file)
    {
        var (code, output) = await Promtool.RunAsync([verb, what, Path.Combine(Folder, file)]);

        code.ShouldBe(0, output);
    }

    [Fact]
    public void Every_alert_asks_for_metrics_that_the_documents_list()
    {
        var listed = MetricTable.Rows.SelectMany(row => row.Type == "histogram"
            ? new[] { $"{row.Name}_count", $"{row.Name}_sum", $"{row.Name}_bucket" }
            : [row.Name]);

        Asked().ShouldNotBeEmpty();
        Asked().Except(listed).ShouldBeEmpty();
    }

    [Fact]
    public void Every_alert_is_tested_both_ways()
    {
        var alerts = Alert().Matches(Repository.Read("samples/prometheus/alerts.yml")).Select(match => match.Groups["name"].Value).ToList();
        var tests = Repository.Read("samples/prometheus/alerts.test.yml");

        alerts.ShouldNotBeEmpty();
        alerts.Where(alert => !tests.Contains($"alertname: {alert} }}", StringComparison.Ordinal)).ShouldBeEmpty("silent when all is well");
        alerts.Where(alert => !tests.Contains($"alertname: {alert}\n        exp_alerts:", StringComparison.Ordinal)).ShouldBeEmpty("fires");
    }

    private static HashSet<string> Asked() =>
        [.. MetricName().Matches(Repository.Read("samples/prometheus/alerts.yml")).Select(match => match.Value)];

    [GeneratedRegex("\\b(wechat|http|db|dotnet)_[a-z_]+(?=[{\\[)])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex("- alert: (?<name>\\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();
}
