using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WeChatPlatform.Ai.Tools;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Mcp;

/// <summary>
/// The Model Context Protocol's streamable HTTP without sessions: each request carries all there is to know, its answer is one stream of
/// events that ends. Streams that outlive a request (GET) and sessions that could be ended (DELETE) do not exist here.
/// </summary>
internal static class ServeMcp
{
    private const string EventStream = "text/event-stream";

    public static void MapServeMcp(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/mcp", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("ai.ServeMcp")
            .WithSummary("Model Context Protocol (streamable HTTP, no sessions): knowledge, customers and orders as tools that read")
            .Accepts<JsonElement>("application/json")
            .Produces(StatusCodes.Status200OK, contentType: EventStream);

    private static async Task<Results<EmptyHttpResult, StatusCodeHttpResult, ProblemHttpResult>> Handle(
        HttpContext http, McpDesk desk, IOptions<ToolOptions> options, CancellationToken ct)
    {
        if (!options.Value.ServeMcp)
        {
            return Refused(StatusCodes.Status404NotFound, "mcp_off", "MCP 服务未开启 / The MCP server is off.");
        }

        var accepted = http.Request.GetTypedHeaders().Accept;
        if (!accepted.Any(type => type.MatchesMediaType(EventStream)))
        {
            return Refused(
                StatusCodes.Status406NotAcceptable, "mcp_not_acceptable",
                "Accept 须包含 application/json 与 text/event-stream / Accept has to name application/json and text/event-stream.");
        }

        if (await ReadAsync(http.Request, ct) is not { } message)
        {
            return Refused(
                StatusCodes.Status400BadRequest, "mcp_malformed", "请发送一条 JSON-RPC 消息 / Send one message of JSON-RPC.");
        }

        message.Context = new JsonRpcMessageContext { User = http.User };
        return await AnswerAsync(http, message, desk.For(http.User.Caller()!), ct)
            ? TypedResults.Empty
            : TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>Whether there was anything to answer: a notification has no answer.</summary>
    private static async Task<bool> AnswerAsync(
        HttpContext http, JsonRpcMessage message, McpServerOptions options, CancellationToken ct)
    {
        await using var transport = new StreamableHttpServerTransport(NullLoggerFactory.Instance) { Stateless = true };
        await using var server = McpServer.Create(transport, options, NullLoggerFactory.Instance, http.RequestServices);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = server.RunAsync(over.Token);
        try
        {
            http.Response.ContentType = EventStream;
            var answered = await transport.HandlePostRequestAsync(message, http.Response.Body, ct);
            if (!answered)
            {
                http.Response.ContentType = null;
            }

            return answered;
        }
        finally
        {
            await over.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<JsonRpcMessage?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonRpcMessage>(request.Body, McpJsonUtilities.DefaultOptions, ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemHttpResult Refused(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: code);
}
