using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using WeChatPlatform.LocalServers;
using Xunit;

namespace WeChatPlatform.Testing;

/// <summary>One target as Prometheus sees it. The error is empty when the last scrape was understood.</summary>
public sealed record ScrapeTarget(string Url, string Health, string Error);

/// <summary>
/// A real Prometheus of one test: a free port, a folder of its own, a scrape every half second. It is ended by its process id
/// and its folder goes with it.
/// </summary>
public sealed class TestPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder;
    private readonly Process process;
    private readonly HttpClient http;

    private TestPrometheus(DirectoryInfo folder, Process process, Uri address)
    {
        (this.folder, this.process) = (folder, process);
        http = new HttpClient { BaseAddress = address };
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Scrapes /metrics of each address.</summary>
    public static async Task<TestPrometheus> StartAsync(IEnumerable<Uri> targets)
    {
        var place = Directory.CreateTempSubdirectory("wechat-prometheus-");
        var file = Path.Combine(place.FullName, "prometheus.yml");
        var list = string.Join(", ", targets.Select(target => $"'{target.Authority}'"));
        await File.WriteAllTextAsync(
            file,
            $"""
            global: {"{"} scrape_interval: 500ms, scrape_timeout: 500ms {"}"}
            scrape_configs:
              - job_name: wechat
                static_configs: [ {"{"} targets: [ {list} ] {"}"} ]
            """,
            Ct);
        var address = FreeAddress();
        var running = Promtool.Start(
            "prometheus",
            [
                $"--config.file={file}",
                $"--storage.tsdb.path={Path.Combine(place.FullName, "data")}",
                $"--web.listen-address={address.Authority}",
                "--log.level=warn",
            ]);
        running.OutputDataReceived += (_, _) => { };
        running.ErrorDataReceived += (_, _) => { };
        running.BeginOutputReadLine();
        running.BeginErrorReadLine();
        var started = new TestPrometheus(place, running, address);
        try
        {
            await Eventually.Holds("Prometheus is ready", started.IsReadyAsync, Patience);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every target after its first scrape.</summary>
    public async Task<IReadOnlyList<ScrapeTarget>> TargetsAsync()
    {
        List<ScrapeTarget> targets = [];
        await Eventually.Holds("every target was scraped", async () =>
        {
            var answer = await AskAsync("api/v1/targets?state=active");
            targets = [.. answer.GetProperty("activeTargets").EnumerateArray().Select(target => new ScrapeTarget(
                target.GetProperty("scrapeUrl").GetString()!,
                target.GetProperty("health").GetString()!,
                target.GetProperty("lastError").GetString()!))];
            return targets.Count > 0 && targets.TrueForAll(target => target.Health != "unknown");
        }, Patience);
        return targets;
    }

    /// <summary>The values of an expression now, one for each series.</summary>
    public async Task<IReadOnlyList<double>> QueryAsync(string expression)
    {
        var answer = await AskAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}");
        return [.. answer.GetProperty("result").EnumerateArray().Select(series =>
            double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture))];
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (!process.HasExited)
        {
            UnixProcess.Send(process.Id, UnixSignal.Terminate);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        process.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<JsonElement> AskAsync(string path)
    {
        var answer = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(path, UriKind.Relative), Ct));
        return answer.GetProperty("data");
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"Prometheus ended with {process.ExitCode}.");
        }

        using var answer = await http.GetAsync(new Uri("-/ready", UriKind.Relative), Ct);
        return answer.IsSuccessStatusCode;
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
