using System.Globalization;

namespace WeChatPlatform.AiBenchmark;

/// <summary>Times in milliseconds, as a line of text.</summary>
internal static class Figures
{
    public const string Heading = "                                          calls      p50      p95      p99      max   ms";

    public static string Line(string name, IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return sorted.Count == 0
            ? $"{name,-40} nothing"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-40} {sorted.Count,6} {At(sorted, 0.50),8:0.00} {At(sorted, 0.95),8:0.00} {At(sorted, 0.99),8:0.00} {sorted[^1],8:0.00}");
    }

    public static double At(IReadOnlyList<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
