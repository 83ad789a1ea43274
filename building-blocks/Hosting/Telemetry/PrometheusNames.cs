using System.Text;

namespace WeChatPlatform.Hosting;

/// <summary>
/// How an instrument is called in the Prometheus text format: http.server.request.duration in s is
/// http_server_request_duration_seconds. The rules are those of OpenTelemetry's compatibility page.
/// </summary>
internal static class PrometheusNames
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["d"] = "days", ["h"] = "hours", ["min"] = "minutes", ["s"] = "seconds",
        ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes",
        ["KBy"] = "kilobytes", ["MBy"] = "megabytes", ["GBy"] = "gigabytes",
        ["%"] = "percent", ["Hz"] = "hertz", ["Cel"] = "celsius",
    };

    private static readonly Dictionary<string, string> PerUnits = new(StringComparer.Ordinal)
    {
        ["s"] = "second", ["m"] = "minute", ["min"] = "minute", ["h"] = "hour", ["d"] = "day",
    };

    public static string Metric(string instrument, string unit, PrometheusType type)
    {
        // _total belongs to counters, which get it back, and _count to histograms.
        var name = Plural(Without(Clean(instrument), "_total"), type);

        var suffix = Unit(unit, type);
        if (suffix.Length > 0 && !name.EndsWith('_' + suffix, StringComparison.Ordinal))
        {
            name += '_' + suffix;
        }

        return type == PrometheusType.Counter ? name + "_total" : name;
    }

    public static string Label(string key)
    {
        var name = Clean(key).Replace(':', '_');

        // le is the histogram's own.
        return name == "le" ? "_le" : name;
    }

    private static string Without(string name, string ending) =>
        name.EndsWith(ending, StringComparison.Ordinal) && name.Length > ending.Length ? name[..^ending.Length] : name;

    // connection_count is how many connections there are: connections.
    private static string Plural(string name, PrometheusType type)
    {
        var thing = Without(name, "_count");
        return thing == name || type != PrometheusType.Gauge ? name
            : thing.EndsWith('y') ? thing[..^1] + "ies"
            : thing + "s";
    }

    private static string Unit(string unit, PrometheusType type)
    {
        // What stands in braces is a remark: {request} counts requests, By{heap} are bytes.
        var plain = WithoutRemarks(unit);
        if (plain == "1")
        {
            return type == PrometheusType.Gauge ? "ratio" : "";
        }

        var parts = plain.Split('/', 2);
        var of = Units.GetValueOrDefault(parts[0], parts[0]);
        var word = parts is [_, { Length: > 0 } per] ? $"{of}_per_{PerUnits.GetValueOrDefault(per, per)}" : of;
        return word.Length == 0 ? "" : Clean(word).Trim('_');
    }

    private static string WithoutRemarks(string unit)
    {
        var plain = new StringBuilder(unit.Length);
        var depth = 0;
        foreach (var letter in unit)
        {
            depth += letter == '{' ? 1 : 0;
            if (depth == 0)
            {
                plain.Append(letter);
            }

            depth -= letter == '}' && depth > 0 ? 1 : 0;
        }

        return plain.ToString();
    }

    // Letters, digits, one underscore at a time; a digit does not begin a name.
    private static string Clean(string text)
    {
        var name = new StringBuilder(text.Length + 1);
        foreach (var letter in text)
        {
            var kept = char.IsAsciiLetterOrDigit(letter) || letter == ':' ? letter : '_';
            if (name.Length == 0 && char.IsAsciiDigit(kept))
            {
                name.Append('_');
            }

            if (kept != '_' || name.Length == 0 || name[^1] != '_')
            {
                name.Append(kept);
            }
        }

        return name.Length == 0 ? "_" : name.ToString();
    }
}
