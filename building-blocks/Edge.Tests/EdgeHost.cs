using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatPlatform.Edge.Tests;

/// <summary>A small host with one endpoint a policy, its clock in the test's hand.</summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    public const string SigningKey = "a-secret-of-the-tests-0123456789-abc-0123456789-abcdef";

    private readonly WebApplication app;

    private EdgeHost(WebApplication app) => this.app = app;

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestClock Clock { get; private init; } = new();

    public TokenIssuer Issuer => app.Services.GetRequiredService<TokenIssuer>();

    public RevokedAccess Revoked => app.Services.GetRequiredService<RevokedAccess>();

    public TestServer Server => app.GetTestServer();

    public static async Task<EdgeHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var clock = new TestClock();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration["Edge:SigningKey"] = SigningKey;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddEdge();
        var built = builder.Build();
        built.UseRequestIds();
        built.UseRouting();
        built.UseWebSockets();
        built.UseEdge();
        foreach (var policy in Policies.Names)
        {
            built.MapGet($"/api/v1/{policy}", () => Results.Ok()).RequireAuthorization(policy);
        }

        built.MapGet("/api/v1/forgotten", () => Results.Ok());
        built.MapGet("/api/v1/open", () => Results.Ok()).AllowAnonymous();
        built.Map("/api/v1/socket", AcceptSocketAsync).RequireAuthorization(Policies.Agent);
        built.Map("/elsewhere/socket", AcceptSocketAsync).RequireAuthorization(Policies.Agent);
        await built.StartAsync(Ct);
        return new EdgeHost(built) { Clock = clock };
    }

    public string Token(Caller caller) => Issuer.Issue(caller).AccessToken;

    public Task<HttpResponseMessage> GetAsync(string path, Caller caller) => GetAsync(path, Token(caller));

    public async Task<HttpResponseMessage> GetAsync(string path, string? token = null)
    {
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request, Ct);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task AcceptSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, Ct);
    }
}

internal sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
