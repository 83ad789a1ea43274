using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>The server's side of the wire: stores messages once, hands out decisions, acknowledges deliveries.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string Key = "secret-key";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _pending = [];
    private WebSocket? _socket;

    private FakeServer(int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.MapPost("/api/v1/auth/login", LogIn);
        _app.MapPost("/api/v1/messages", Store);
        _app.MapPost("/api/v1/heartbeat", Beat);
        _app.Map("/api/v1/agents/{agentId}/socket", TalkAsync);
    }

    /// <summary>The messages in the order they were stored, each once.</summary>
    public ConcurrentQueue<JsonObject> Messages { get; } = [];

    public ConcurrentQueue<string> Traceparents { get; } = [];

    public ConcurrentQueue<JsonObject> Heartbeats { get; } = [];

    public ConcurrentQueue<JsonObject> Hellos { get; } = [];

    public ConcurrentQueue<JsonObject> Deliveries { get; } = [];

    public int Logins { get; private set; }

    public int Posts { get; private set; }

    public int TokenSeconds { get; set; } = 3600;

    public bool Acknowledges { get; set; } = true;

    /// <summary>Tokens up to this login count are refused.</summary>
    public int RefusedTokens { get; set; }

    /// <summary>The status of the next answers to messages, instead of 202.</summary>
    public ConcurrentQueue<int> NextStatuses { get; } = [];

    /// <summary>Called with every stored message, outside any lock.</summary>
    public Action<JsonObject> Stored { get; set; } = _ => { };

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<FakeServer> StartAsync(int port = 0)
    {
        var server = new FakeServer(port);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Hands out a decision, at once or when the agent connects; repeated on every connection until delivered.</summary>
    public async Task DecideAsync(string decisionId, string chatId, string chatName, bool isGroup, params string[] parts)
    {
        var frame = new JsonObject
        {
            ["type"] = "decision",
            ["decision_id"] = decisionId,
            ["conversation_id"] = Guid.NewGuid().ToString(),
            ["chat_id"] = chatId,
            ["chat_name"] = chatName,
            ["is_group"] = isGroup,
            ["action"] = "reply",
            ["parts"] = new JsonArray([.. parts.Select(part => JsonValue.Create(part))]),
            ["decided_at"] = "2026-03-02T09:00:00Z",
            ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        WebSocket? socket;
        lock (_gate)
        {
            _pending.Add(frame);
            socket = _socket;
        }

        if (socket is not null)
        {
            await SendAsync(socket, frame);
        }
    }

    /// <summary>Cuts the agent's socket.</summary>
    public void CutSocket()
    {
        lock (_gate)
        {
            _socket?.Abort();
            _socket = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        CutSocket();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private IResult LogIn(JsonObject login)
    {
        Logins++;
        return (string?)login["api_key"] == Key
            ? Results.Json(new { access_token = $"token-{Logins}", token_type = "bearer", expires_in = TokenSeconds })
            : Results.Problem(statusCode: 401, title: "key_refused");
    }

    private bool IsAuthorized(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token]
        && int.Parse(token["token-".Length..], System.Globalization.CultureInfo.InvariantCulture) > RefusedTokens;

    private IResult Store(JsonObject post, HttpContext context)
    {
        Posts++;
        if (!IsAuthorized(context))
        {
            return Results.Problem(statusCode: 401, title: "token_refused");
        }

        if (NextStatuses.TryDequeue(out var status))
        {
            return Results.Problem(statusCode: status, title: $"because_{status}");
        }

        var message = post["message"]!.DeepClone().AsObject();
        var id = (string)message["id"]!;
        if (!Messages.Any(known => (string)known["id"]! == id))
        {
            Messages.Enqueue(message);
            Traceparents.Enqueue(context.Request.Headers["traceparent"].ToString());
            Stored(message);
        }

        return Results.Json(new { message_id = id, status = "accepted" }, statusCode: 202);
    }

    private IResult Beat(JsonObject beat, HttpContext context)
    {
        if (!IsAuthorized(context))
        {
            return Results.Problem(statusCode: 401, title: "token_refused");
        }

        Heartbeats.Enqueue(beat);
        return Results.Json(new { received = true, server_time = "2026-03-02T09:00:00Z" });
    }

    private async Task TalkAsync(HttpContext context)
    {
        if (!IsAuthorized(context))
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, context.RequestAborted);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                await TakeAsync(socket, JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, read.Count))!.AsObject());
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException)
        {
            // The agent was killed or the socket was cut: what tests do.
        }
    }

    private async Task TakeAsync(WebSocket socket, JsonObject frame)
    {
        if ((string?)frame["type"] == "hello")
        {
            Hellos.Enqueue(frame);
            List<JsonObject> pending;
            lock (_gate)
            {
                _socket = socket;
                pending = [.. _pending];
            }

            foreach (var decision in pending)
            {
                await SendAsync(socket, decision);
            }

            return;
        }

        Deliveries.Enqueue(frame);
        if (Acknowledges)
        {
            await SendAsync(socket, new JsonObject
            {
                ["type"] = "delivery_received",
                ["decision_id"] = (string)frame["decision_id"]!,
                ["part"] = (int)frame["part"]!,
            });
        }
    }

    private static async Task SendAsync(WebSocket socket, JsonObject frame) => await socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
