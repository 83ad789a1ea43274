using OpenTelemetry.Metrics;

namespace WeChatPlatform.Hosting;

internal enum PrometheusType
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>
/// All series of one name. Two instruments may come to one name and two sets of tags to one set of labels; the format
/// wants each name under one header and each set of labels once.
/// </summary>
internal sealed class PrometheusFamily(string name, PrometheusType type, string help)
{
    private const string OverflowTag = "otel.metric.overflow";

    // The runtime calls these counters, but they go down too: a rate of them would be nonsense.
    private static readonly HashSet<string> NoCounters =
        new(StringComparer.Ordinal) { "dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length" };

    private readonly OrderedDictionary<string, PrometheusSeries> series = new(StringComparer.Ordinal);

    public string Name => name;

    public PrometheusType Type => type;

    public string Help => help;

    public IEnumerable<KeyValuePair<string, PrometheusSeries>> Series => series;

    /// <summary>True when an instrument had more series than it may have, and the rest went into one.</summary>
    public bool Overflows { get; private set; }

    public static PrometheusType? TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => NoCounters.Contains(metric.Name) ? PrometheusType.Gauge : PrometheusType.Counter,
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic
            or MetricType.LongGauge or MetricType.DoubleGauge => PrometheusType.Gauge,
        MetricType.Histogram => PrometheusType.Histogram,

        // Exponential histograms have no form in this format; nobody here asks for them.
        _ => null,
    };

    /// <summary>A metric of another type than the first one of the name has no place here and is left out.</summary>
    public void Add(Metric metric, PrometheusType typeOfMetric)
    {
        if (typeOfMetric != type)
        {
            return;
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            Add(PrometheusLabels.Of(metric.MeterName, point.Tags), PrometheusSeries.Of(metric.MetricType, point));
            foreach (var tag in point.Tags)
            {
                Overflows |= tag.Key == OverflowTag;
            }
        }
    }

    public void Add(string labels, PrometheusSeries one) =>
        series[labels] = series.TryGetValue(labels, out var before) ? before.With(one) : one;
}
