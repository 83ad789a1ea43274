using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPlatform.Testing;

/// <summary>The platform as its first administrator reaches it: agents' keys, tokens, and whatever a viewer may read.</summary>
public sealed class PlatformAccess : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly HttpClient _http;
    private readonly Credentials _credentials;
    private string? _admin;

    private PlatformAccess(HttpClient http, Credentials credentials)
    {
        _http = http;
        _credentials = credentials;
    }

    public static async Task<PlatformAccess> OpenAsync(Uri api, string credentialsFile, CancellationToken ct)
    {
        await using var file = File.OpenRead(credentialsFile);
        var credentials = await JsonSerializer.DeserializeAsync<Credentials>(file, Json, ct);
        return new PlatformAccess(new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(20) }, credentials!);
    }

    /// <summary>A token of a new agent, which drives a simulated desktop: it is answered without a person.</summary>
    public async Task<string> NewAgentAsync(string agentId, CancellationToken ct) =>
        await LogInAsync(new { AgentId = agentId, ApiKey = await NewAgentKeyAsync(agentId, ct) }, ct);

    /// <summary>The key of a new agent that drives a simulated desktop.</summary>
    public async Task<string> NewAgentKeyAsync(string agentId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/agents/keys")
        {
            Content = JsonContent.Create(new { AgentId = agentId, Desktop = "simulated" }, options: Json),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await AdminAsync(ct));
        var key = await SendAsync(request, ct);
        return key.GetProperty("api_key").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await AdminAsync(ct));
        return await SendAsync(request, ct);
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken ct) => (await GetAsync(path, ct)).Deserialize<T>(Json)!;

    /// <summary>Posts as the administrator.</summary>
    /// <returns>The answer's body; nothing when it has none.</returns>
    /// <exception cref="InvalidOperationException">The platform refused, with its answer.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<JsonElement?> PostAsync(string path, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await AdminAsync(ct));
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return !answer.IsSuccessStatusCode
            ? throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}")
            : text.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public void Dispose() => _http.Dispose();

    // One login for the whole run: tokens outlive it.
    private async Task<string> AdminAsync(CancellationToken ct) =>
        _admin ??= await LogInAsync(new { _credentials.Username, _credentials.Password }, ct);

    private async Task<string> LogInAsync(object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/auth/login")
        {
            Content = JsonContent.Create(body, options: Json),
        };
        return (await SendAsync(request, ct)).GetProperty("access_token").GetString()!;
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {text}");
    }

    private sealed record Credentials(string AgentId, string ApiKey, string Username, string Password);
}
