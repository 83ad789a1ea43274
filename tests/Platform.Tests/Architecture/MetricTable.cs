using System.Text.RegularExpressions;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>A metric as a host tells it.</summary>
internal sealed record ToldMetric(string Name, string Type, HashSet<string> Labels);

/// <summary>The table of metrics in docs/operations.md.</summary>
internal static partial class MetricTable
{
    private const char OnlyWhenItHappened = '†';

    // On every series, or part of every histogram.
    private static readonly string[] Everywhere = ["otel_scope_name", "le"];

    /// <remarks><paramref name="Always"/>: told from the first request or message on, not only when something special happened.</remarks>
    internal sealed record Row(string Name, string Type, IReadOnlyList<string> Labels, bool Always);

    public static IReadOnlyList<Row> Rows { get; } =
        [.. Repository.Lines("docs/operations.md")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|'))
            .Where(cells => cells.Length == 5 && MetricType().IsMatch(cells[1].Trim()))
            .Select(cells => new Row(
                Code(cells[0]).Single(),
                cells[1].Trim().TrimEnd(OnlyWhenItHappened).Trim(),
                [.. Code(cells[2])],
                !cells[1].Contains(OnlyWhenItHappened, StringComparison.Ordinal)))];

    /// <summary>Every metric has a row that says its type and labels, and when everything there is was told, every row a metric.</summary>
    public static void ShouldList(IReadOnlyCollection<ToldMetric> told, bool complete)
    {
        var rows = Rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        List<string> faults = [.. told.Where(metric => !rows.ContainsKey(metric.Name)).Select(metric => $"no row: {metric.Name}")];
        foreach (var metric in told.Where(metric => rows.ContainsKey(metric.Name)))
        {
            var row = rows[metric.Name];
            if (row.Type != metric.Type)
            {
                faults.Add($"{metric.Name} is a {metric.Type}, not a {row.Type}");
            }

            faults.AddRange(metric.Labels.Except(row.Labels).Except(Everywhere).Select(label => $"{metric.Name} has the label {label}"));
        }

        if (complete)
        {
            faults.AddRange(rows.Values.Where(row => row.Always).Select(row => row.Name).Except(told.Select(metric => metric.Name))
                .Select(name => $"no such metric: {name}"));
        }

        faults.ShouldBeEmpty();
    }

    private static IEnumerable<string> Code(string cell) => InCode().Matches(cell).Select(match => match.Groups["code"].Value);

    [GeneratedRegex("^(counter|gauge|histogram)( †)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricType();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InCode();
}
