using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.LocalServers;
using WeChatPlatform.Rag;
using WeChatPlatform.Testing;

namespace WeChatPlatform.IngestionBenchmark;

/// <summary>Files sent to the service one after the other as people send them, until they are in force: jobs, draft, release, probes.</summary>
internal static class WholeRoad
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    internal sealed record Times(int Chunks, double Jobs, double Release);

    public static async Task<Times> MeasureAsync(
        IReadOnlyList<(string Name, byte[] Content)> before, IReadOnlyList<(string Name, byte[] Content)> files, CancellationToken ct)
    {
        var folder = PlatformServers.NewFolder("ingestion");
        try
        {
            await using var postgres = await LocalPostgres.StartAsync(
                new LocalPostgresOptions { DataFolder = Path.Combine(folder, "postgres") }, NullLogger.Instance, TimeProvider.System, ct);
            await using var service = await TestHost.StartAsync(
                new RagModule(), databases: null, ("Persistence:ConnectionString", postgres.ConnectionString), ("Hosting:WarmUp", "true"));

            // What is compiled, connected and prepared is so before the clock runs.
            await SendAsync(service, [.. before, ("warm.docx", files[0].Content)], ct);
            await PublishAsync(service, ct);

            var started = Stopwatch.GetTimestamp();
            await SendAsync(service, files, ct);
            var jobs = Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            var added = await PublishAsync(service, ct);
            return new Times(added, jobs.TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SendAsync(TestHost service, IReadOnlyList<(string Name, byte[] Content)> files, CancellationToken ct)
    {
        var waiting = new List<Guid>();
        foreach (var (name, bytes) in files)
        {
            using var content = new ByteArrayContent(bytes);
            using var response = await service.Operator.PostAsync($"/api/v1/knowledge/documents?name={name}", content, ct);
            response.EnsureSuccessStatusCode();
            waiting.Add((await response.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("id").GetGuid());
        }

        foreach (var id in waiting)
        {
            await EndedAsync(service, id, ct);
        }
    }

    private static async Task EndedAsync(TestHost service, Guid id, CancellationToken ct)
    {
        while (true)
        {
            var job = await service.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/knowledge/jobs/{id}", ct);
            switch (job.GetProperty("state").GetString())
            {
                case "done":
                    return;
                case "queued" or "running":
                    await Task.Delay(Look, ct);
                    break;
                default:
                    throw new InvalidOperationException($"A job did not end well: {job}");
            }
        }
    }

    /// <returns>How many entries it added.</returns>
    private static async Task<int> PublishAsync(TestHost service, CancellationToken ct)
    {
        using var response = await service.Admin.PostAsJsonAsync("/api/v1/knowledge/releases", new { }, ct);
        var release = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        return response.IsSuccessStatusCode
            ? release.GetProperty("added").GetInt32()
            : throw new InvalidOperationException($"The release was refused: {release}");
    }
}
