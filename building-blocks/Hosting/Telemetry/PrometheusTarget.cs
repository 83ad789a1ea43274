using System.Runtime.InteropServices;
using OpenTelemetry.Resources;

namespace WeChatPlatform.Hosting;

/// <summary>What the process is: target_info as OpenTelemetry asks for it, and the build under a short name of its own.</summary>
internal static class PrometheusTarget
{
    private const string VersionKey = "service.version";

    public static void Write(PrometheusText text, Resource resource)
    {
        text.Header("target_info", PrometheusType.Gauge, "What this process is.");
        text.Sample(
            "target_info",
            PrometheusLabels.Of(resource.Attributes.Select(one => KeyValuePair.Create(one.Key, (object?)one.Value))),
            1);
        if (resource.Attributes.FirstOrDefault(one => one.Key == VersionKey).Value is string version)
        {
            // A build from a repository carries its commit behind a plus: 0.1.0+db5f8da.
            var parts = version.Split('+', 2);
            text.Header("wechat_build_info", PrometheusType.Gauge, "Version and commit that this process was built from, and its runtime.");
            text.Sample(
                "wechat_build_info",
                PrometheusLabels.Of(
                [
                    new("version", parts[0]),
                    new("revision", parts.ElementAtOrDefault(1)),
                    new("runtime", RuntimeInformation.FrameworkDescription),
                ]),
                1);
        }
    }
}

/// <summary>Tells which instruments had more series than they may have; what was beyond went into one series each.</summary>
internal static class PrometheusOverflow
{
    public const string Name = "wechat_metrics_overflowing";

    public static void Add(Dictionary<string, PrometheusFamily> families)
    {
        var count = families.Values.Count(family => family.Overflows);
        var told = new PrometheusFamily(
            Name, PrometheusType.Gauge, "Metrics with more series than one may have; the rest is in one series with otel_metric_overflow.");
        told.Add("", new PrometheusSeries(count, IsSum: false));
        families[Name] = told;
    }
}
