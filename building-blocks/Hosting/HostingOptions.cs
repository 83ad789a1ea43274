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

    /// <summary>
    /// How long a process that is told to stop goes on serving while it says that it is not ready, in seconds, so that
    /// balancers turn away before it refuses anybody. A second signal ends the wait. 0 where nothing balances.
    /// </summary>
    [Range(0.0, 60)]
    public double DrainSeconds { get; set; }

    /// <summary>
    /// Whether a process becomes ready only after it has done its work once for nobody: the first customer after a start
    /// would pay for it otherwise.
    /// </summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>Longest that the warming up may delay readiness, in seconds.</summary>
    [Range(1, 300)]
    public double WarmUpSeconds { get; set; } = 20;

    /// <summary>How long a stopping process may finish its work in hand; with the rest it stays within 30 seconds.</summary>
    [Range(1, 30)]
    public int ShutdownTimeoutSeconds { get; set; } = 25;
}

[OptionsValidator]
internal sealed partial class HostingOptionsValidator : IValidateOptions<HostingOptions>;
