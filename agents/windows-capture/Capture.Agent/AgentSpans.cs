using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace WeChatPlatform.Capture.Agent;

/// <summary>
/// Sends the agent's spans to a collector: what it captured, uploaded, typed and read back. Spans carry ids, never texts or names.
/// Nothing of it is loaded when no collector is named; a collector that is away costs nothing but its spans.
/// </summary>
internal static class AgentSpans
{
    /// <summary>Absent when there is nobody to send to. Disposing sends what is left, for a few seconds at most.</summary>
    public static IDisposable? Export(AgentOptions options) =>
        string.IsNullOrEmpty(options.OtlpEndpoint) ? null : Provider(options);

    private static TracerProvider Provider(AgentOptions options)
    {
        var version = typeof(AgentSpans).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(
                "wechat-agent", serviceVersion: version, serviceInstanceId: options.AgentId))
            .AddSource(AgentTrace.SourceName)
            .AddOtlpExporter(exporter => exporter.Endpoint = new Uri(options.OtlpEndpoint!))
            .Build();
    }
}
