using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <remarks><paramref name="ParentId"/> is empty for the first span of a trace; <paramref name="Source"/> is who made it.</remarks>
internal sealed record Span(string Process, string Source, string Name, string TraceId, string SpanId, string ParentId)
{
    public override string ToString() => $"{Process}: {Source} '{Name}' {SpanId} below '{ParentId}'";
}

/// <summary>
/// An OTLP collector as the processes of the platform know it: gRPC over HTTP/2 without TLS. It keeps the spans and takes the
/// metrics without a look.
/// </summary>
internal sealed class SpanCollector : IAsyncDisposable
{
    private const int FrameHead = 5;

    private readonly WebApplication app;
    private readonly ConcurrentQueue<Span> spans = new();

    private SpanCollector(WebApplication app) => this.app = app;

    public IReadOnlyCollection<Span> Spans => spans;

    public static async Task<SpanCollector> StartAsync(Uri address, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, address.Port, listen => listen.Protocols = HttpProtocols.Http2));
        var collector = new SpanCollector(builder.Build());
        collector.app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", http => collector.TakeAsync(http, keep: true));
        collector.app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", http => collector.TakeAsync(http, keep: false));
        await collector.app.StartAsync(ct);
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, bool keep)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var frame = body.ToArray();
        var length = (int)BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(1));
        if (keep)
        {
            foreach (var span in OtlpSpans.Read(frame.AsMemory(FrameHead, length)))
            {
                spans.Enqueue(span);
            }
        }

        // An empty message, and the status behind it.
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[FrameHead], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
