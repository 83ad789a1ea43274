using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace WeChatPlatform.Hosting;

/// <summary>Collects the process's metrics when it is asked, and keeps none between two scrapes.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock scraping = new();
    private string? collected;

    public Func<int, bool>? Collect { get; set; }

    /// <summary>One scrape at a time: the collection writes into this object.</summary>
    /// <returns>Absent when nothing could be collected, as before the start: no answer is better than an empty one.</returns>
    public string? Scrape()
    {
        lock (scraping)
        {
            collected = null;
            return Collect?.Invoke(Timeout.Infinite) == true ? collected : null;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        PrometheusTarget.Write(text, ParentProvider?.GetResource() ?? Resource.Empty);
        var families = Families(batch);
        PrometheusOverflow.Add(families);
        foreach (var family in families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            text.Family(family);
        }

        collected = text.ToString();
        return ExportResult.Success;
    }

    private static Dictionary<string, PrometheusFamily> Families(in Batch<Metric> batch)
    {
        var families = new Dictionary<string, PrometheusFamily>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            if (PrometheusFamily.TypeOf(metric) is not { } type)
            {
                continue;
            }

            var name = PrometheusNames.Metric(metric.Name, metric.Unit, type);
            if (!families.TryGetValue(name, out var family))
            {
                families.Add(name, family = new PrometheusFamily(name, type, metric.Description));
            }

            family.Add(metric, type);
        }

        return families;
    }
}
