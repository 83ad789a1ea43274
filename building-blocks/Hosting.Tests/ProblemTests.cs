using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace WeChatPlatform.Hosting.Tests;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("/api/v1/fault", HttpStatusCode.InternalServerError, "internal_error")]
    [InlineData("/api/v1/database", HttpStatusCode.ServiceUnavailable, "try_later")]
    [InlineData("/api/v1/wrapped", HttpStatusCode.ServiceUnavailable, "try_later")]
    [InlineData("/api/v1/unstorable", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("/api/v1/number/x", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/v1/asks?count=x", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("/api/v1/untitled", HttpStatusCode.Conflict, "conflict")]
    [InlineData("/api/v1/titled", HttpStatusCode.Conflict, "tag_refused")]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/nothing", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/v1/closed", HttpStatusCode.Unauthorized, "not_authenticated")]
    public async Task Every_refusal_is_a_problem_with_a_stable_code(string path, HttpStatusCode status, string code)
    {
        await using var host = await StubModule.StartAsync(Map);

        var answer = await host.Stranger.GetAsync(path, Ct);

        answer.StatusCode.ShouldBe(status);
        await ShouldBeProblem(answer, code);
    }

    [Fact]
    public async Task A_fault_tells_neither_its_message_nor_its_place()
    {
        await using var host = await StubModule.StartAsync(Map);

        var answer = await host.Stranger.GetAsync("/api/v1/fault", Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);

        body.ShouldNotContain("secret");
        body.ShouldNotContain("   at ");
        body.ShouldNotContain("Exception");
    }

    [Theory]
    [InlineData("{\"is_group\": tru", "malformed_request", 400)]
    [InlineData("", "malformed_request", 400)]
    public async Task A_body_that_cannot_be_read_is_malformed(string body, string code, int status)
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await host.Stranger.PostAsync("/api/v1/echo", content, Ct);

        ((int)answer.StatusCode).ShouldBe(status);
        await ShouldBeProblem(answer, code);
    }

    [Fact]
    public async Task A_malformed_body_is_told_where_it_broke()
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent("{\"is_group\": 7}", Encoding.UTF8, "application/json");

        var answer = await host.Stranger.PostAsync("/api/v1/echo", content, Ct);

        (await ShouldBeProblem(answer, "malformed_request")).GetProperty("detail").GetString()!.ShouldContain("$.is_group");
    }

    [Theory]
    [InlineData("{\"unit\": \"furlong\"}", "$.unit")]
    [InlineData("{\"UNIT\": 1}", "$.UNIT")]
    [InlineData("{\"unit\": {}}", "$.unit")]
    [InlineData("{\"others\": [\"per_metre\", \"\"]}", "$.others[1]")]
    [InlineData("{\"by_name\": {\"a.b\": {\"unit\": \"secret\"}}}", "$.by_name['a.b'].unit")]
    public async Task A_word_that_is_none_of_a_fixed_set_is_told_which_there_are(string body, string path)
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await host.Stranger.PostAsync("/api/v1/measures", content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await ShouldBeProblem(answer, "unknown_word");
        problem.GetProperty("detail").GetString().ShouldBe(
            $"{path} 只能是 by_piece、per_metre 之一 / {path} has to be one of by_piece, per_metre.");
        problem.GetProperty("path").GetString().ShouldBe(path);
        problem.GetProperty("allowed").EnumerateArray().Select(word => word.GetString()).ShouldBe(["by_piece", "per_metre"]);
    }

    [Theory]
    [InlineData("{\"unit\": \"per_metre\", \"others\": [\"by_piece\"], \"count\": \"x\"}", "$.count")]
    [InlineData("{\"others\": {}}", "$.others")]
    [InlineData("{\"by_name\": {\"a\": 7}}", "$.by_name.a")]
    public async Task What_is_no_word_of_a_set_is_told_where_it_broke_as_ever(string body, string path)
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var problem = await ShouldBeProblem(await host.Stranger.PostAsync("/api/v1/measures", content, Ct), "malformed_request");

        problem.GetProperty("detail").GetString()!.ShouldContain($"：{path} /");
        problem.TryGetProperty("allowed", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Text_where_JSON_belongs_is_an_unsupported_media_type()
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent("hello");

        await ShouldBeProblem(await host.Stranger.PostAsync("/api/v1/echo", content, Ct), "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large()
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent($"\"{new string('x', 1_100_000)}\"", Encoding.UTF8, "application/json");

        var answer = await host.Stranger.PostAsync("/api/v1/echo", content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await ShouldBeProblem(answer, "too_large");
    }

    [Fact]
    public async Task An_endpoint_may_take_more_than_the_limit()
    {
        await using var host = await StubModule.StartAsync(Map);
        using var content = new StringContent($"\"{new string('x', 1_100_000)}\"", Encoding.UTF8, "application/json");

        (await host.Stranger.PostAsync("/api/v1/large", content, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_browser_that_asks_for_HTML_gets_the_reason_too()
    {
        await using var host = await StubModule.StartAsync(Map);
        host.Stranger.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        await ShouldBeProblem(await host.Stranger.GetAsync("/api/v1/titled", Ct), "tag_refused");
    }

    [Fact]
    public async Task A_wrong_method_is_told_so()
    {
        await using var host = await StubModule.StartAsync(routes => routes.MapGet("/only", () => "x").AllowAnonymous());
        using var content = new StringContent("");

        var answer = await host.Stranger.PostAsync("/api/v1/only", content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        await ShouldBeProblem(answer, "method_not_allowed");
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/fault", string () => throw new InvalidOperationException("secret")).AllowAnonymous();
        routes.MapGet("/database", string () => throw Away()).AllowAnonymous();
        routes.MapGet("/wrapped", string () => throw new InvalidOperationException("x", Away())).AllowAnonymous();
        routes.MapGet("/unstorable", string () => throw new InvalidOperationException(
            "x", new PostgresException("invalid byte sequence: secret", "ERROR", "ERROR", PostgresErrorCodes.CharacterNotInRepertoire))).AllowAnonymous();
        routes.MapGet("/number/{id:int}", (int id) => id).AllowAnonymous();
        routes.MapGet("/asks", (int count) => count).AllowAnonymous();
        routes.MapGet("/untitled", () => TypedResults.Problem(statusCode: 409)).AllowAnonymous();
        routes.MapGet("/titled", () => TypedResults.Problem("x", statusCode: 409, title: "tag_refused")).AllowAnonymous();
        routes.MapGet("/closed", () => "x");
        routes.MapPost("/echo", (Body body) => body).AllowAnonymous();
        routes.MapPost("/measures", (Measure measure) => measure).AllowAnonymous();
        routes.MapPost("/large", ([FromBody] string text) => text.Length).AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(2_000_000));
    }

    private static NpgsqlException Away() => new("Host=secret", new IOException("connection reset"));

    private static async Task<JsonElement> ShouldBeProblem(HttpResponseMessage answer, string code)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        problem.GetProperty("title").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)answer.StatusCode);
        problem.GetProperty("trace_id").GetString()!.Length.ShouldBe(32);
        return problem;
    }

    private sealed record Body(bool IsGroup);

    private sealed record Measure(Unit? Unit, IReadOnlyList<Unit>? Others, Dictionary<string, Measure>? ByName, int? Count);

    private enum Unit
    {
        ByPiece,
        PerMetre,
    }
}
