using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace WeChatPlatform.Ai.Tests.Tools;

/// <summary>An MCP server on a real port, made of the protocol's own library, that can misbehave.</summary>
internal sealed class FakeMcpServer : IAsyncDisposable
{
    public const string Token = "a-token-of-the-fake-server";

    private readonly WebApplication app;

    private FakeMcpServer() => app = Build();

    public string Url => $"{app.Urls.Single()}/mcp";

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<CallToolRequestParams> Calls { get; } = new();

    public volatile bool IsAway;

    public List<Tool> Tools { get; } = [];

    /// <summary>How a call is answered; cancelled when the client gives up.</summary>
    public Func<CallToolRequestParams, CancellationToken, Task<CallToolResult>> Answer { get; set; } = (_, _) => Task.FromResult(Text("晴"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<FakeMcpServer> StartAsync(params Tool[] tools)
    {
        var server = new FakeMcpServer();
        server.Tools.AddRange(tools);
        await server.app.StartAsync(Ct);
        return server;
    }

    public static Tool Reading(string name, string description = "天气", string? schema = null, bool? readOnly = true) => new()
    {
        Name = name,
        Description = description,
        InputSchema = JsonDocument.Parse(schema
            ?? """{"type": "object", "properties": {"city": {"type": "string", "maxLength": 20}}, "required": ["city"]}""").RootElement,
        Annotations = readOnly is null ? null : new ToolAnnotations { ReadOnlyHint = readOnly },
    };

    public static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var built = builder.Build();
        built.MapPost("/mcp", HandleAsync);
        return built;
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (IsAway || http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            http.Response.StatusCode = IsAway ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized;
            return;
        }

        var message = await JsonSerializer.DeserializeAsync<JsonRpcMessage>(
            http.Request.Body, McpJsonUtilities.DefaultOptions, http.RequestAborted);
        await using var transport = new StreamableHttpServerTransport(NullLoggerFactory.Instance) { Stateless = true };
        await using var server = McpServer.Create(transport, Options());
        var running = server.RunAsync(http.RequestAborted);
        http.Response.ContentType = "text/event-stream";
        if (!await transport.HandlePostRequestAsync(message!, http.Response.Body, http.RequestAborted))
        {
            http.Response.ContentType = null;
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        await transport.DisposeAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private McpServerOptions Options() => new()
    {
        ServerInfo = new Implementation { Name = "fake", Version = "1" },
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = Tools }),
            CallToolHandler = async (request, ct) =>
            {
                Calls.Enqueue(request.Params!);
                return await Answer(request.Params!, ct);
            },
        },
    };
}
