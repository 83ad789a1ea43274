using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.FirstStart;
using WeChatPlatform.Gateway.Host;
using WeChatPlatform.Hosting;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

/// <summary>The gateway's process in this process: real database, real ports, its services given by their addresses.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private const string Nowhere = "http://127.0.0.1:9";

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly WebApplication app;

    private GatewayUnderTest(WebApplication app, string dataFolder)
    {
        this.app = app;
        DataFolder = dataFolder;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address };
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string DataFolder { get; }

    public IServiceProvider Services => app.Services;

    public FirstCredentials Credentials => JsonSerializer.Deserialize<FirstCredentials>(
        File.ReadAllText(Path.Combine(DataFolder, CredentialsFile.Name)), SnakeCase)!;

    public static string NewDataFolder() => Path.Combine(Path.GetTempPath(), $"wechat-gateway-{Path.GetRandomFileName()}");

    public static async Task<GatewayUnderTest> StartAsync(
        TestDatabases databases, string? dataFolder = null, params (string Key, string Value)[] settings)
    {
        var folder = dataFolder ?? NewDataFolder();
        var built = await BuildAsync(databases, folder, settings);
        await CreateTablesAsync(built);
        await PlatformHost.StartAsync(built, Ct);
        return new GatewayUnderTest(built, folder);
    }

    public static Task<WebApplication> BuildAsync(
        TestDatabases databases, string dataFolder, params (string Key, string Value)[] settings)
    {
        var configuration = new Dictionary<string, string?>
        {
            ["Hosting:Url"] = "http://127.0.0.1:0",
            ["Hosting:ManagementUrl"] = "http://127.0.0.1:0",
            ["Edge:SigningKey"] = "a-secret-of-the-tests-0123456789-abc",
            ["Messaging:Transport"] = "memory",
            ["Persistence:ConnectionString"] = databases.ConnectionString,
            ["Persistence:DatabasePrefix"] = databases.Prefix,
            ["Gateway:DataFolder"] = dataFolder,
            ["Gateway:RefusalDelayMilliseconds"] = "0",
        };
        foreach (var service in RouteTable.Paths.Keys)
        {
            configuration[$"Gateway:Services:{service}"] = Nowhere;
        }

        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        return PlatformHost.BuildAsync(
            GatewayHost.Setup([], readEnvironment: false, prepareAsync: (builder, _) =>
            {
                builder.Configuration.AddInMemoryCollection(configuration);
                return Task.CompletedTask;
            }),
            Ct);
    }

    /// <summary>As long as the module has no migrations, its tables come from the model.</summary>
    public static async Task CreateTablesAsync(WebApplication built)
    {
        await using var scope = built.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GatewayDbContext>().Database;
        if (!database.GetMigrations().Any())
        {
            await database.EnsureCreatedAsync(Ct);
        }
        else
        {
            await built.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(Ct);
        }
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, Caller? caller = null, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = caller is null ? null : new AuthenticationHeaderValue("Bearer", Token(caller));
        request.Content = body is null ? null : JsonContent.Create(body);
        return await Http.SendAsync(request, Ct);
    }

    public Task<HttpResponseMessage> LogInAsync(object body) => SendAsync(HttpMethod.Post, "/api/v1/auth/login", body: body);

    public string Token(Caller caller) => Services.GetRequiredService<TokenIssuer>().Issue(caller).AccessToken;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
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
