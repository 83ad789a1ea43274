using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatPlatform.Testing;

namespace WeChatPlatform.EndToEnd;

/// <summary>The platform as a person runs it: ./run.sh, a data folder that outlives it, and what it listens on.</summary>
internal sealed partial class RunningPlatform : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan CountPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly PlatformFolder folder = new();
    private readonly Ports ports = Ports.TakeFree();
    private readonly string[] arguments;
    private readonly HttpClient http;
    private RunScript? script;
    private string? token;

    private RunningPlatform(bool distributed)
    {
        arguments = distributed ? ["--distributed"] : [];
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports.Api}") };
    }

    /// <summary>Where a person plays the customers.</summary>
    public Uri Page => new($"http://127.0.0.1:{ports.Simulator}/");

    public string CredentialsFile => Path.Combine(folder.Path, "first-credentials.json");

    public string Output => script?.Output ?? "";

    public static async Task<RunningPlatform> StartAsync(bool distributed)
    {
        var platform = new RunningPlatform(distributed);
        try
        {
            await platform.StartAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        script = RunScript.Start(arguments, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WECHAT_DATA"] = folder.Path,
            ["WECHAT_PORT"] = $"{ports.Api}",
            ["SIMULATOR_PORT"] = $"{ports.Simulator}",
        });
        await script.PrintsAsync("Ctrl-C", StartPatience);

        // The last line of the announcement.
        await script.PrintsAsync("No model is configured", StartPatience);
    }

    /// <summary>Ctrl-C; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        script!.PressCtrlC();
        var code = await script.ExitCodeAsync(StopPatience);
        script.Dispose();
        script = null;
        return code;
    }

    /// <summary>The addresses of the announcement, in its order.</summary>
    public IReadOnlyList<Uri> PrintedAddresses() =>
        [.. Address().Matches(Output).Select(match => new Uri(match.Value))];

    /// <summary>Whatever still runs or listens, to be read by a person.</summary>
    public IEnumerable<string> Remains() =>
        [.. folder.Processes().Select(one => $"{one.Key} {one.Value}"), .. ports.Taken().Select(port => $"port {port}")];

    /// <summary>Waits until `GET /api/v1/stats` has counted every row of every chat, and no other.</summary>
    public Task HasCountedAllRowsAsync() =>
        Eventually.Holds("the statistics count what stands in the chats", async () =>
        {
            var rows = await ReadRowsAsync();
            var stats = await ReadStatsAsync();
            var counted = (
                Customers: stats.GetProperty("messages").GetProperty("total").GetInt32(),
                Own: stats.GetProperty("deliveries").GetProperty("verified").GetInt32());
            return rows == counted ? true : throw new InvalidOperationException($"{rows} in the chats, {counted} counted");
        }, CountPatience);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (script is not null)
            {
                await StopAsync();
            }
        }
        finally
        {
            http.Dispose();
            script?.Dispose();
            folder.Dispose();
        }
    }

    private async Task<(int Customers, int Own)> ReadRowsAsync()
    {
        var state = await http.GetFromJsonAsync<JsonElement>(new Uri(Page, "play/state"));
        var texts = state.GetProperty("chats").EnumerateArray()
            .SelectMany(chat => chat.GetProperty("rows").EnumerateArray())
            .Where(row => row.GetProperty("class").GetString() == "text")
            .ToLookup(row => row.GetProperty("own").GetBoolean());
        return (texts[false].Count(), texts[true].Count());
    }

    private async Task<JsonElement> ReadStatsAsync()
    {
        token ??= await LoginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stats");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<string?> LoginAsync()
    {
        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(CredentialsFile));
        var admin = credentials.RootElement;
        using var login = await http.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { username = admin.GetProperty("username").GetString(), password = admin.GetProperty("password").GetString() });
        login.EnsureSuccessStatusCode();
        return (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
    }

    [GeneratedRegex(@"http://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
