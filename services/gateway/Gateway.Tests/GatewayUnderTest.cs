using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.FirstStart;
using WeChatPlatform.Gateway.Host;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

/// <summary>The gateway's process in this process, its services given by their addresses.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private const string Nowhere = "http://127.0.0.1:9";

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly TestHost host;

    private GatewayUnderTest(TestHost host, string dataFolder)
    {
        this.host = host;
        DataFolder = dataFolder;
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Uri Address => host.Address;

    /// <summary>Without a token of its own.</summary>
    public HttpClient Http => host.Stranger;

    public string DataFolder { get; }

    public IServiceProvider Services => host.Services;

    public FirstCredentials Credentials => JsonSerializer.Deserialize<FirstCredentials>(
        File.ReadAllText(Path.Combine(DataFolder, CredentialsFile.Name)), SnakeCase)!;

    public static string NewDataFolder() => Path.Combine(Path.GetTempPath(), $"wechat-gateway-{Path.GetRandomFileName()}");

    public static async Task<GatewayUnderTest> StartAsync(
        TestDatabases databases, string? dataFolder = null, params (string Key, string Value)[] settings)
    {
        var folder = dataFolder ?? NewDataFolder();
        var built = Build(databases, folder, settings);
        try
        {
            await built.StartAsync();
            return new GatewayUnderTest(built, folder);
        }
        catch
        {
            await built.DisposeAsync();
            throw;
        }
    }

    public static TestHost Build(TestDatabases databases, string dataFolder, params (string Key, string Value)[] settings) =>
        TestHost.Build(
            GatewayHost.Setup([], readEnvironment: false),
            databases,
            [
                ("Gateway:DataFolder", dataFolder),
                ("Gateway:RefusalDelayMilliseconds", "0"),
                .. RouteTable.Paths.Keys.Select(service => ($"Gateway:Services:{service}", Nowhere)),
                .. settings,
            ]);

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, Caller? caller = null, object? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return (caller is null ? host.Stranger : host.As(caller)).SendAsync(request, Ct);
    }

    public Task<HttpResponseMessage> LogInAsync(object body) => SendAsync(HttpMethod.Post, "/api/v1/auth/login", body: body);

    /// <summary>As it comes from an address behind a proxy that the settings trust.</summary>
    public Task<HttpResponseMessage> LogInFromAsync(string address, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login") { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Forwarded-For", address);
        return host.Stranger.SendAsync(request, Ct);
    }

    /// <summary>With a token that was given out before.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return host.Stranger.SendAsync(request, Ct);
    }

    public IReadOnlyList<T> Published<T>()
        where T : class => host.Published<T>();

    public HttpClient As(Caller caller) => host.As(caller);

    public string Token(Caller caller) => host.Token(caller);

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        if (Directory.Exists(DataFolder))
        {
            Directory.Delete(DataFolder, recursive: true);
        }
    }
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(GatewayUnderTest.Ct);

    public static async Task<string?> TextAsync(this HttpResponseMessage answer, string property) =>
        (await answer.JsonAsync()).GetProperty(property).GetString();
}
