using System.Diagnostics.Metrics;

namespace WeChatPlatform.Hosting;

/// <summary>
/// Which instruments are collected: all of the platform's own, and of the libraries those that docs/operations.md tells
/// what to do about. The libraries have many more; each would cost memory and a scrape's time in every process. MassTransit's
/// own are left out: they are in milliseconds, and count down what they call counters. The platform measures its consumers itself.
/// </summary>
internal static class ExposedInstruments
{
    private const string Own = "WeChatPlatform.";

    private static readonly HashSet<string> OfLibraries = new(StringComparer.Ordinal)
    {
        "http.server.request.duration",
        "http.server.active_requests",
        "http.client.request.duration",
        "kestrel.active_connections",
        "aspnetcore.rate_limiting.requests",
        "db.client.connection.count",
        "db.client.connection.max",
        "db.client.operation.duration",
        "dotnet.exceptions",
        "dotnet.gc.collections",
        "dotnet.gc.heap.total_allocated",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.pause.time",
        "dotnet.monitor.lock_contentions",
        "dotnet.process.cpu.count",
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.thread_pool.queue.length",
        "dotnet.thread_pool.thread.count",
    };

    public static string[] Meters { get; } =
        ["Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Npgsql", Own + "*"];

    public static bool Contains(Instrument instrument) =>
        instrument.Meter.Name.StartsWith(Own, StringComparison.Ordinal) || OfLibraries.Contains(instrument.Name);
}
