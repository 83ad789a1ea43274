using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

/// <summary>What the edge does to real requests over a real connection, in the order that a process puts it in.</summary>
public sealed class EdgeTests
{
    private const string Console = "https://console.example.com";

    [Fact]
    public async Task Without_a_setting_no_page_of_another_origin_is_let_in()
    {
        await using var host = await StubModule.StartAsync(Map);

        var answer = await SendAsync(host, HttpMethod.Get, "/api/v1/open", ("Origin", Console));
        var preflight = await SendAsync(
            host, HttpMethod.Options, "/api/v1/open", ("Origin", Console), ("Access-Control-Request-Method", "GET"));

        CorsHeadersOf(answer).Concat(CorsHeadersOf(preflight)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listed_origin_may_ask_and_read_without_the_browsers_credentials()
    {
        await using var host = await StubModule.StartAsync(Map, ("Edge:Cors:Origins:0", Console));

        var preflight = await SendAsync(
            host, HttpMethod.Options, "/api/v1/viewer", ("Origin", Console),
            ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "authorization"));
        var refusal = await SendAsync(host, HttpMethod.Get, "/api/v1/viewer", ("Origin", Console));

        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        preflight.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Console]);
        preflight.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Authorization");
        preflight.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        refusal.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refusal.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Console]);
        refusal.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("Retry-After");
    }

    [Fact]
    public async Task An_origin_that_is_not_listed_is_not_let_in_beside_one_that_is()
    {
        await using var host = await StubModule.StartAsync(Map, ("Edge:Cors:Origins:0", Console));

        var answer = await SendAsync(host, HttpMethod.Get, "/api/v1/open", ("Origin", "https://console.example.com.evil.test"));

        answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/v1/open", HttpStatusCode.OK)]
    [InlineData("/api/v1/viewer", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/fault", HttpStatusCode.InternalServerError)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    public async Task Every_answer_tells_browsers_to_be_careful(string path, HttpStatusCode status)
    {
        await using var host = await StubModule.StartAsync(Map);

        var answer = await SendAsync(host, HttpMethod.Get, path);

        answer.StatusCode.ShouldBe(status);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task An_endpoint_that_says_how_long_its_answer_keeps_is_not_overruled()
    {
        await using var host = await StubModule.StartAsync(Map);

        var answer = await SendAsync(host, HttpMethod.Get, "/api/v1/kept");

        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(60));
        answer.Headers.CacheControl.NoStore.ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "203.0.113.9", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.0/8", "198.51.100.1, 203.0.113.9", "203.0.113.9")]
    [InlineData("192.0.2.1", "203.0.113.9", "127.0.0.1")]
    public async Task Who_the_client_is_is_believed_of_trusted_proxies_only(string? trusted, string header, string client)
    {
        await using var host = trusted is null
            ? await StubModule.StartAsync(Map)
            : await StubModule.StartAsync(Map, ("Edge:TrustedProxies:0", trusted));

        var answer = await SendAsync(host, HttpMethod.Get, "/api/v1/client", ("X-Forwarded-For", header));

        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe(client);
    }

    [Fact]
    public async Task Strangers_behind_a_trusted_proxy_have_rates_of_their_own()
    {
        await using var host = await StubModule.StartAsync(
            Map, ("Edge:TrustedProxies:0", "127.0.0.1"), ("Edge:StrangerRequestsPerSecond", "1"), ("Edge:StrangerRequestBurst", "1"));
        await SendAsync(host, HttpMethod.Get, "/api/v1/open", ("X-Forwarded-For", "203.0.113.9"));

        var again = await SendAsync(host, HttpMethod.Get, "/api/v1/open", ("X-Forwarded-For", "203.0.113.9"));
        var other = await SendAsync(host, HttpMethod.Get, "/api/v1/open", ("X-Forwarded-For", "203.0.113.10"));

        again.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        again.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Agents_users_and_strangers_have_rates_of_their_own_kind()
    {
        await using var host = await StubModule.StartAsync(
            Map, ("Edge:AgentRequestsPerSecond", "1"), ("Edge:AgentRequestBurst", "1"), ("Edge:RequestBurst", "400"));
        using var first = await host.Agent("agent-1").GetAsync("/api/v1/open", Ct);

        using var second = await host.Agent("agent-1").GetAsync("/api/v1/open", Ct);
        using var other = await host.Agent("agent-2").GetAsync("/api/v1/open", Ct);
        using var user = await host.Viewer.GetAsync("/api/v1/open", Ct);
        using var userAgain = await host.Viewer.GetAsync("/api/v1/open", Ct);

        HttpStatusCode[] seen = [first.StatusCode, second.StatusCode, other.StatusCode, user.StatusCode, userAgain.StatusCode];
        seen.ShouldBe([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK]);
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(100_000, false)]
    [InlineData(3_000_000, true)]
    [InlineData(3_000_000, false)]
    public async Task A_file_that_is_too_large_is_refused_with_413_however_it_comes(int size, bool asForm)
    {
        await using var host = await StubModule.StartAsync(Map);
        using var file = new ByteArrayContent(new byte[size]);
        using var form = new MultipartFormDataContent { { file, "file", "a.csv" } };

        using var answer = await host.Stranger.PostAsync("/api/v1/files?name=a.csv&limit=2048", asForm ? form : file, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("too_large");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_may_be_larger_than_other_requests(bool asForm)
    {
        await using var host = await StubModule.StartAsync(Map);
        using var file = new ByteArrayContent(new byte[3_000_000]);
        using var form = new MultipartFormDataContent { { file, "file", "a.csv" } };

        using var answer = await host.Stranger.PostAsync("/api/v1/files?name=a.csv&limit=4000000", asForm ? form : file, Ct);

        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("3000000");
    }

    [Fact]
    public async Task The_word_that_access_was_taken_away_reaches_every_process()
    {
        await using var host = await StubModule.StartAsync(Map);
        var key = Guid.NewGuid();
        var client = host.As(Caller.Agent("agent-1", Caller.RealDesktop, key));
        (await client.GetAsync("/api/v1/agent", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await host.PublishAsync(new AccessRevoked([key], DateTimeOffset.UnixEpoch));

        await Eventually.Holds(
            "the token is refused", async () => (await client.GetAsync("/api/v1/agent", Ct)).StatusCode == HttpStatusCode.Unauthorized);
        (await host.Agent("agent-1").GetAsync("/api/v1/agent", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open", () => "x").AllowAnonymous();
        routes.MapGet("/viewer", () => "x").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/agent", () => "x").RequireAuthorization(Policies.Agent);
        routes.MapGet("/fault", string () => throw new InvalidOperationException("x")).AllowAnonymous();
        routes.MapGet("/client", (HttpContext http) => http.ClientNetwork()).AllowAnonymous();
        routes.MapGet("/kept", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "max-age=60";
            return "x";
        }).AllowAnonymous();
        routes.MapPost("/files", async (HttpRequest request, string name, int limit, CancellationToken ct) =>
            $"{(await UploadedFile.ReadAsync(request, name, limit, ct))?.Content.Length}").AllowAnonymous();
    }

    private static async Task<HttpResponseMessage> SendAsync(
        TestHost host, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await host.Stranger.SendAsync(request, Ct);
    }

    private static IEnumerable<string> CorsHeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Select(header => header.Key)
            .Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
}
