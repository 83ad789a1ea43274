namespace WeChatPlatform.MessagingBenchmark.Load;

/// <summary>What one measurement of one road gave.</summary>
/// <remarks><paramref name="Commits"/> are all transactions that PostgreSQL counts, reads included; <paramref name="Flushes"/> how often its log went to disk.</remarks>
internal sealed record Figures(
    int Turns,
    TimeSpan Time,
    double[] Milliseconds,
    double AllocatedKilobytes,
    double Commits,
    double Flushes,
    double OwnProcessor,
    double PostgresProcessor,
    double RabbitMqProcessor)
{
    public double PerSecond => Turns / Time.TotalSeconds;

    public double P50 => Percentile(50);

    public double P95 => Percentile(95);

    public double P99 => Percentile(99);

    private double Percentile(int percent) => Percentiles.Of(Milliseconds, percent);
}

internal static class Percentiles
{
    /// <summary>The smallest value that so many percent of all do not exceed; 0 when there is none.</summary>
    public static double Of(double[] values, int percent)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        var sorted = values.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
    }
}
