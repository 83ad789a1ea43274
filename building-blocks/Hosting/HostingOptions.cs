using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>Where the process listens and where its telemetry goes.</summary>
public sealed class HostingOptions
{
    public const string Section = "Hosting";

    /// <summary>Address of the API: http, an IP address, localhost or *, and a port; port 0 takes a free one.</summary>
    [Required]
    [ListenAddress]
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Address of metrics and health. Keep it out of reach of the public.</summary>
    [Required]
    [ListenAddress]
    public string ManagementUrl { get; set; } = "http://127.0.0.1:9090";

    /// <summary>OTLP collector (gRPC), such as http://collector:4317. Absent means that nothing is exported.</summary>
    [Url]
    public string? OtlpEndpoint { get; set; }

    /// <summary>Share of traces that are recorded; what a caller decided for its trace is kept.</summary>
    [Range(0.0, 1.0)]
    public double TraceSampling { get; set; } = 1.0;

    /// <summary>Most series that one metric may have; what is beyond is counted in one series that says so.</summary>
    [Range(10, 10_000)]
    public int MaxSeriesPerMetric { get; set; } = 1000;

    /// <summary>How long a stopping process may finish its work in hand; with the rest it stays within 30 seconds.</summary>
    [Range(1, 30)]
    public int ShutdownTimeoutSeconds { get; set; } = 25;
}

[OptionsValidator]
internal sealed partial class HostingOptionsValidator : IValidateOptions<HostingOptions>;
