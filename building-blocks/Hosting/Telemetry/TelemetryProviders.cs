using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace WeChatPlatform.Hosting;

/// <summary>
/// Listens to meters and activities from before the first work starts until after the last has ended. Traces are made
/// without a collector too, because logs carry their ids.
/// </summary>
internal sealed class TelemetryProviders(
    PlatformHostSetup setup, PrometheusExporter prometheus, IOptions<HostingOptions> options)
    : IHostedLifecycleService, IDisposable
{
    private MeterProvider? meters;
    private TracerProvider? tracers;

    public Task StartingAsync(CancellationToken ct)
    {
        var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(
            $"wechat-{setup.ServiceName}", serviceVersion: Version, autoGenerateServiceInstanceId: true);
        meters = Meters(resource).Build();
        tracers = Tracers(resource).Build();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken ct)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is not sent yet; a second call does nothing.</summary>
    public void Dispose()
    {
        tracers?.Dispose();
        meters?.Dispose();
        tracers = null;
        meters = null;
    }

    private static string? Version =>
        typeof(TelemetryProviders).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private MeterProviderBuilder Meters(ResourceBuilder resource)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(ExposedInstruments.Meters)
            .AddView(instrument => ExposedInstruments.Contains(instrument)
                ? new MetricStreamConfiguration { CardinalityLimit = options.Value.MaxSeriesPerMetric }
                : MetricStreamConfiguration.Drop)
            .AddReader(new BaseExportingMetricReader(prometheus));
        return options.Value.OtlpEndpoint is null ? builder : builder.AddOtlpExporter(SendToCollector);
    }

    private TracerProviderBuilder Tracers(ResourceBuilder resource)
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new QuietSampler(new ParentBasedSampler(
                new TraceIdRatioBasedSampler(options.Value.TraceSampling))))
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "MassTransit", "Npgsql", "WeChatPlatform.*");
        return options.Value.OtlpEndpoint is null ? builder : builder.AddOtlpExporter(SendToCollector);
    }

    private void SendToCollector(OtlpExporterOptions exporter) => exporter.Endpoint = new Uri(options.Value.OtlpEndpoint!);
}
