using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace WeChatPlatform.AgentFootprint;

/// <summary>A simulated desktop with its chats, and the people who write there.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly List<string> _chats = [];

    private Desk(Process process, string url)
    {
        _process = process;
        Url = url;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) };
    }

    public string Url { get; }

    public ProcessUse Use => ProcessUse.Of(_process.Id);

    public static async Task<Desk> StartAsync(string program, string folder, int chats, CancellationToken ct)
    {
        var port = Ports.Free();
        var start = new ProcessStartInfo(
            "dotnet", [program, $"--Simulator:Port={port}", $"--Simulator:DataFolder={folder}", "--Simulator:Seed=false"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var desk = new Desk(process, $"http://127.0.0.1:{port}");
        await desk.ReadyAsync(ct);
        for (var chat = 0; chat < chats; chat++)
        {
            var members = chat % 4 == 0 ? new[] { "王五", "赵六" } : null;
            using var created = await desk._http.PostAsJsonAsync("/play/chats", new { name = $"客户{chat + 1:000}", members }, ct);
            created.EnsureSuccessStatusCode();
            desk._chats.Add((string)(await created.Content.ReadFromJsonAsync<JsonObject>(ct))!["id"]!);
        }

        return desk;
    }

    /// <summary>Somebody writes in a chat.</summary>
    public async Task SayAsync(int chat, string text, CancellationToken ct)
    {
        var index = chat % _chats.Count;
        using var said = await _http.PostAsJsonAsync(
            $"/play/chats/{_chats[index]}/messages", new { text, sender = index % 4 == 0 ? "王五" : null }, ct);
        said.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadyAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync("/play/faults", ct);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }
}

internal static class Ports
{
    public static int Free()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
