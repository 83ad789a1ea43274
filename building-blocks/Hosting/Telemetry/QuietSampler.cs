using System.Diagnostics;
using OpenTelemetry.Trace;

namespace WeChatPlatform.Hosting;

/// <summary>Probes and scrapes come every few seconds and tell nothing: they make no trace.</summary>
internal sealed class QuietSampler(Sampler others) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Server && IsProbe(samplingParameters.Tags)
            ? new SamplingResult(SamplingDecision.Drop)
            : others.ShouldSample(in samplingParameters);

    private static bool IsProbe(IEnumerable<KeyValuePair<string, object?>>? tags) =>
        tags?.Any(tag => tag is { Key: "url.path", Value: string path }
            && (path == "/metrics" || path.StartsWith("/health/", StringComparison.Ordinal))) == true;
}
