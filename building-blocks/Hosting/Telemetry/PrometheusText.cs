using System.Globalization;
using System.Text;

namespace WeChatPlatform.Hosting;

/// <summary>Writes metrics in the Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    public void Family(PrometheusFamily family)
    {
        Header(family.Name, family.Type, family.Help);
        foreach (var (labels, series) in family.Series)
        {
            if (series.Buckets is { } buckets)
            {
                Histogram(family.Name, labels, series, buckets);
            }
            else
            {
                Sample(family.Name, labels, series.Value);
            }
        }
    }

    public void Header(string name, PrometheusType type, string help)
    {
        // A metric without help is a fault to the format's own checker.
        var line = (help.Length == 0 ? name : help).Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        text.Append("# HELP ").Append(name).Append(' ').Append(line).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type.ToString().ToLowerInvariant()).Append('\n');
    }

    public void Sample(string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    public override string ToString() => text.ToString();

    internal static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private void Histogram(
        string name, string labels, PrometheusSeries series, IReadOnlyList<(double Bound, long Count)> buckets)
    {
        var separator = labels.Length == 0 ? "" : ",";
        long below = 0;
        foreach (var (bound, count) in buckets)
        {
            below += count;
            Sample(name + "_bucket", $"{labels}{separator}le=\"{Number(bound)}\"", below);
        }

        Sample(name + "_sum", labels, series.Value);
        Sample(name + "_count", labels, series.Count);
    }
}
