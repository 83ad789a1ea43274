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

    private PlatformAccess(HttpClient http, Credentials credentials)
    {
        _http = http;
        _credentials = credentials;
    }

    public static async Task<PlatformAccess> OpenAsync(Uri api, string credentialsFile, CancellationToken ct)
    {
        await using var file = File.OpenRead(credentialsFile);
        var credentials = await JsonSerializer.DeserializeAsync<Credentials>(file, Json, ct);
        return new PlatformAccess(new HttpClient { BaseAddress = api }, credentials!);
    }

    /// <summary>A token of a new agent, which drives a simulated desktop: it is answered without a person.</summary>
    public async Task<string> NewAgentAsync(string agentId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/agents/keys")
        {
            Content = JsonContent.Create(new { AgentId = agentId, Desktop = "simulated" }, options: Json),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await AdminAsync(ct));
        var key = await SendAsync(request, ct);
        return await LogInAsync(new { AgentId = agentId, ApiKey = key.GetProperty("api_key").GetString() }, ct);
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await AdminAsync(ct));
        return await SendAsync(request, ct);
    }

    public void Dispose() => _http.Dispose();

    private Task<string> AdminAsync(CancellationToken ct) =>
        LogInAsync(new { _credentials.Username, _credentials.Password }, ct);

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
