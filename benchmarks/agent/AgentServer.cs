using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.AgentFootprint;

/// <summary>The platform as far as an agent sees it: takes what comes, says go, and answers a part of the messages.</summary>
internal sealed class AgentServer : IAsyncDisposable
{
    private const int FrameSize = 64 * 1024;
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentDictionary<string, byte> _verified = new(StringComparer.Ordinal);
    private WebSocket? _socket;
    private int _messages;
    private int _heartbeats;
    private int _decisions;

    private AgentServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public int Messages => Volatile.Read(ref _messages);

    public int Heartbeats => Volatile.Read(ref _heartbeats);

    public int Verified => _verified.Count;

    /// <summary>Every so many messages are answered; 0: none.</summary>
    public int AnswerEvery { get; set; }

    public static async Task<AgentServer> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AgentServer(app);
        app.UseWebSockets();
        app.MapPost("/api/v1/auth/login", () => Json("""{"access_token":"t","token_type":"bearer","expires_in":86400}"""));
        app.MapPost("/api/v1/heartbeat", () =>
        {
            Interlocked.Increment(ref server._heartbeats);
            return Json("""{"received":true}""");
        });
        app.MapPost("/api/v1/messages", (Delegate)server.TakeAsync);
        app.MapPost("/api/v1/errors", () => Results.StatusCode(StatusCodes.Status202Accepted));
        app.MapPost("/api/v1/agents/self-checks", () => Results.StatusCode(StatusCodes.Status202Accepted));
        app.Map("/api/v1/agents/{id}/socket", server.TalkAsync);
        await app.StartAsync(ct);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _writing.Dispose();
    }

    private static IResult Json(string text) => Results.Text(text, "application/json");

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!["message"]!;
        var count = Interlocked.Increment(ref _messages);
        if (AnswerEvery > 0 && count % AnswerEvery == 0 && (string?)body["side"] == "other")
        {
            await SendAsync(new JsonObject
            {
                ["type"] = "decision",
                ["decision_id"] = $"d{Interlocked.Increment(ref _decisions)}",
                ["chat_id"] = (string?)body["chat_id"],
                ["chat_name"] = (string?)body["chat_name"],
                ["is_group"] = (bool)body["is_group"]!,
                ["parts"] = new JsonArray($"您好，已收到第 {count} 条，请稍等，我查一下资料。"),
            });
        }

        return Results.Text($$"""{"message_id":"m{{count}}"}""", "application/json", statusCode: StatusCodes.Status202Accepted);
    }

    private async Task TalkAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[FrameSize];
        try
        {
            while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: WebSocketMessageType.Text } read)
            {
                var frame = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, read.Count))!.AsObject();
                switch ((string?)frame["type"])
                {
                    case "hello":
                        _socket = socket;
                        await SendAsync(new JsonObject { ["type"] = "welcome", ["lease"] = 1, ["lease_seconds"] = 30 });
                        break;
                    case "gate":
                        await SendAsync(new JsonObject
                        {
                            ["type"] = "gate_answer",
                            ["decision_id"] = (string?)frame["decision_id"],
                            ["part"] = (int)frame["part"]!,
                            ["step"] = (string?)frame["step"],
                            ["verdict"] = "go",
                        });
                        break;
                    case "delivery":
                        if ((string?)frame["outcome"] == "verified")
                        {
                            _verified.TryAdd((string)frame["decision_id"]!, 0);
                        }

                        await SendAsync(new JsonObject
                        {
                            ["type"] = "delivery_received",
                            ["decision_id"] = (string?)frame["decision_id"],
                            ["part"] = (int)frame["part"]!,
                        });
                        break;
                }
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException)
        {
            // The agent ended.
        }
    }

    private async Task SendAsync(JsonObject frame)
    {
        if (_socket is not { State: WebSocketState.Open } socket)
        {
            return;
        }

        await _writing.WaitAsync(_app.Lifetime.ApplicationStopping);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame.ToJsonString()), WebSocketMessageType.Text, true, _app.Lifetime.ApplicationStopping);
        }
        finally
        {
            _writing.Release();
        }
    }
}
