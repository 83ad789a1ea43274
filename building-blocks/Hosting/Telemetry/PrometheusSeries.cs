using OpenTelemetry.Metrics;

namespace WeChatPlatform.Hosting;

/// <summary>The value of one series: a number, or a histogram.</summary>
/// <remarks>
/// <paramref name="IsSum"/>: values of two sources are added; of two gauges the last one counts. <paramref name="Buckets"/>
/// are upper bounds, the last one infinite, each with the count of its own bucket; absent for a number.
/// </remarks>
internal sealed record PrometheusSeries(
    double Value, bool IsSum, IReadOnlyList<(double Bound, long Count)>? Buckets = null, long Count = 0)
{
    public static PrometheusSeries Of(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => new(point.GetSumLong(), IsSum: true),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => new(point.GetSumDouble(), IsSum: true),
        MetricType.LongGauge => new(point.GetGaugeLastValueLong(), IsSum: false),
        MetricType.DoubleGauge => new(point.GetGaugeLastValueDouble(), IsSum: false),
        MetricType.Histogram => new(point.GetHistogramSum(), IsSum: true, BucketsOf(point), point.GetHistogramCount()),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This type has no form in the text format."),
    };

    /// <summary>What two sources of the same labels say together. Histograms with different bounds cannot be added: the first counts.</summary>
    public PrometheusSeries With(PrometheusSeries other)
    {
        if (!IsSum)
        {
            return other;
        }

        if (Buckets is null || other.Buckets is null)
        {
            return this with { Value = Value + other.Value };
        }

        return Buckets.Select(bucket => bucket.Bound).SequenceEqual(other.Buckets.Select(bucket => bucket.Bound))
            ? this with
            {
                Value = Value + other.Value,
                Count = Count + other.Count,
                Buckets = [.. Buckets.Zip(other.Buckets, (one, two) => (one.Bound, one.Count + two.Count))],
            }
            : this;
    }

    private static List<(double Bound, long Count)> BucketsOf(in MetricPoint point)
    {
        List<(double Bound, long Count)> buckets = [];
        foreach (var bucket in point.GetHistogramBuckets())
        {
            buckets.Add((bucket.ExplicitBound, bucket.BucketCount));
        }

        return buckets;
    }
}
