using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting.Tests;

public sealed class RequestTests
{
    [Theory]
    [InlineData("/api/v1/echo")]
    [InlineData("/api/v1/echo/")]
    [InlineData("/api/v1/echo//")]
    public async Task A_trailing_slash_makes_no_difference_to_a_post(string path)
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent("{\"chat_id\":\"c\"}", Encoding.UTF8, "application/json");

        var answer = await host.Stranger.PostAsync(path, content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task JSON_is_snake_case_without_nulls_and_with_Chinese_as_it_is()
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent("{\"Chat_Id\":\"充电桩\"}", Encoding.UTF8, "application/json");

        var answer = await host.Stranger.PostAsync("/api/v1/echo", content, Ct);

        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("{\"chat_id\":\"充电桩\",\"kind\":\"in_group\"}");
    }

    [Fact]
    public async Task The_API_is_not_on_the_management_port()
    {
        await using var host = await StubModule.StartAsync(routes => routes.MapGet("/x", () => "x").AllowAnonymous());

        (await host.Management.GetAsync("/api/v1/x", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("viewer", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task The_OpenAPI_document_is_for_console_users(string? role, HttpStatusCode expected)
    {
        await using var host = await StubModule.StartAsync(Map);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.Authorization = role is null ? null : new AuthenticationHeaderValue(
            "Bearer", host.Services.GetRequiredService<TokenIssuer>().Issue(Caller.User("li", role)).AccessToken);

        var answer = await host.Stranger.SendAsync(request, Ct);

        answer.StatusCode.ShouldBe(expected);
        if (role is not null)
        {
            var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
            document.GetProperty("paths").GetProperty("/api/v1/echo").GetProperty("post")
                .GetProperty("operationId").GetString().ShouldBe("stub.Echo");
        }
    }

    [Fact]
    public async Task The_API_document_says_who_may_call_and_is_silent_where_the_endpoint_is()
    {
        await using var host = await StubModule.StartAsync(routes =>
        {
            routes.MapGet("/admin", () => "x").RequireAuthorization(Policies.Admin);
            routes.MapGet("/open", () => "x").AllowAnonymous();
            routes.MapGet("/forgotten", () => "x");
        });

        var paths = JsonDocument.Parse(await host.Viewer.GetStringAsync("/openapi/v1.json", Ct)).RootElement.GetProperty("paths");

        paths.GetProperty("/api/v1/admin").GetProperty("get").GetProperty("x-access").GetString().ShouldBe("admin");
        paths.GetProperty("/api/v1/open").GetProperty("get").GetProperty("x-access").GetString().ShouldBe("open");
        paths.GetProperty("/api/v1/forgotten").GetProperty("get").TryGetProperty("x-access", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_API_document_names_properties_as_the_wire_does()
    {
        await using var host = await StubModule.StartAsync(Map);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", host.Services.GetRequiredService<TokenIssuer>().Issue(Caller.User("li", "admin")).AccessToken);

        var answer = await host.Stranger.SendAsync(request, Ct);

        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("chat_id");
    }

    private static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/echo", (Body body) => body with { Kind = Kind.InGroup }).WithName("stub.Echo").AllowAnonymous();

    private sealed record Body(string ChatId, string? Missing = null, Kind? Kind = null);

    private enum Kind
    {
        Alone,
        InGroup,
    }
}
