using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>The platform over HTTP, as its first administrator and its first agent.</summary>
internal sealed class PlatformApi : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly HttpClient _http;
    private readonly Credentials _credentials;

    private PlatformApi(HttpClient http, Credentials credentials)
    {
        _http = http;
        _credentials = credentials;
    }

    public string AgentId => _credentials.AgentId;

    public string AgentKey => _credentials.ApiKey;

    public static async Task<PlatformApi> OpenAsync(Uri api, string credentialsFile, CancellationToken ct)
    {
        await using var file = File.OpenRead(credentialsFile);
        var credentials = await JsonSerializer.DeserializeAsync<Credentials>(file, Json, ct);
        return new PlatformApi(new HttpClient { BaseAddress = api }, credentials!);
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, await AdminAsync(ct), HttpStatusCode.OK, ct);
    }

    /// <summary>A token for a new agent, which drives a simulated desktop of its own.</summary>
    public async Task<string> NewAgentAsync(string agentId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/agents/keys")
        {
            Content = JsonContent.Create(new { AgentId = agentId, Desktop = "simulated" }, options: Json),
        };
        var key = await SendAsync(request, await AdminAsync(ct), HttpStatusCode.Created, ct);
        return await LogInAsync(new { AgentId = agentId, ApiKey = key.GetProperty("api_key").GetString() }, ct);
    }

    /// <summary>Posts as somebody, possibly past the gateway.</summary>
    public async Task<JsonElement> PostAsync(
        Uri url, string token, object body, string? prefer, HttpStatusCode expected, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body, options: Json) };
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        return await SendAsync(request, token, expected, ct);
    }

    /// <summary>How many messages a host has taken from a queue, by its own metrics; 0 when it took none.</summary>
    public async Task<long> ConsumedAsync(Uri management, string queue, CancellationToken ct)
    {
        var text = await _http.GetStringAsync(new Uri(management, "metrics"), ct);
        return text.Split('\n')
            .Where(line => line.StartsWith("wechat_consumer_duration_seconds_count", StringComparison.Ordinal)
                && line.Contains($"\"{queue}\"", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _http.Dispose();

    private Task<string> AdminAsync(CancellationToken ct) =>
        LogInAsync(new { _credentials.Username, _credentials.Password }, ct);

    private async Task<string> LogInAsync(object credentials, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/auth/login")
        {
            Content = JsonContent.Create(credentials, options: Json),
        };
        var granted = await SendAsync(request, null, HttpStatusCode.OK, ct);
        return granted.GetProperty("access_token").GetString()!;
    }

    private async Task<JsonElement> SendAsync(
        HttpRequestMessage request, string? token, HttpStatusCode expected, CancellationToken ct)
    {
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        answer.StatusCode.ShouldBe(expected, $"{request.RequestUri}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private sealed record Credentials(string AgentId, string ApiKey, string Username, string Password);
}
