using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace WeChatPlatform.Hosting;

/// <summary>Collects the process's metrics when it is asked, and keeps none between two scrapes.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock scraping = new();
    private string collected = "";

    public Func<int, bool>? Collect { get; set; }

    /// <summary>One scrape at a time: the collection writes into this object.</summary>
    public string Scrape()
    {
        lock (scraping)
        {
            return Collect?.Invoke(Timeout.Infinite) == true ? collected : "";
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        WriteTarget(text, ParentProvider?.GetResource() ?? Resource.Empty);
        foreach (var family in Families(batch).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            WriteFamily(text, family.Key, family.Value);
        }

        collected = text.ToString();
        return ExportResult.Success;
    }

    private static Dictionary<string, List<Metric>> Families(in Batch<Metric> batch)
    {
        var families = new Dictionary<string, List<Metric>>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            if (PrometheusText.TypeOf(metric.MetricType) is not { } type)
            {
                continue;
            }

            var name = PrometheusNames.Metric(metric.Name, metric.Unit, type);
            if (!families.TryGetValue(name, out var family))
            {
                families.Add(name, family = []);
            }

            family.Add(metric);
        }

        return families;
    }

    // Two meters may have instruments of one name; the format wants them under one header and of one type.
    private static void WriteFamily(PrometheusText text, string name, List<Metric> family)
    {
        var type = PrometheusText.TypeOf(family[0].MetricType)!.Value;
        text.Header(name, type, family[0].Description);
        foreach (var metric in family.Where(metric => PrometheusText.TypeOf(metric.MetricType) == type))
        {
            text.Metric(name, metric);
        }
    }

    private static void WriteTarget(PrometheusText text, Resource resource)
    {
        text.Header("target_info", PrometheusType.Gauge, "What this process is.");
        text.Sample(
            "target_info",
            PrometheusLabels.Of(resource.Attributes.Select(one => KeyValuePair.Create(one.Key, (object?)one.Value))),
            1);
    }
}
