using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using OpenTelemetry;

namespace WeChatPlatform.Hosting;

/// <summary>The labels of one sample: its tags and the meter they came from.</summary>
internal static class PrometheusLabels
{
    private const string PoolKey = "db.client.connection.pool.name";

    private static readonly ConcurrentDictionary<string, string> Pools = new(StringComparer.Ordinal);

    public static string Of(string meter, ReadOnlyTagCollection tags)
    {
        var pairs = new List<KeyValuePair<string, object?>> { new("otel_scope_name", meter) };
        foreach (var tag in tags)
        {
            pairs.Add(new(tag.Key, tag.Key == PoolKey ? Pools.GetOrAdd(Text(tag.Value), Pool) : tag.Value));
        }

        return Of(pairs);
    }

    /// <summary>Two keys that become one name share a label with both values, because a name may stand only once.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, object?>> pairs) => string.Join(',', pairs
        .GroupBy(pair => PrometheusNames.Label(pair.Key), pair => Text(pair.Value), StringComparer.Ordinal)
        .Select(label => $"{label.Key}=\"{Escape(string.Join(';', label))}\""));

    // The driver names a pool by its whole connection string; who uses it and which database it leads to is all that counts.
    private static string Pool(string connectionString)
    {
        try
        {
            var pool = new NpgsqlConnectionStringBuilder(connectionString);
            return $"{pool.Database}/{pool.ApplicationName}";
        }
        catch (ArgumentException)
        {
            return "other";
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
