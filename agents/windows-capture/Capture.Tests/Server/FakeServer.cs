using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>
/// The server's side of the wire: gives leases, stores messages once, hands out decisions, answers the gate, acknowledges
/// deliveries and gaps.
/// </summary>
internal sealed partial class FakeServer : IAsyncDisposable
{
    public const string Key = "secret-key";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _pending = [];
    private readonly SemaphoreSlim _sending = new(1);
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
        _app.MapPost("/api/v1/messages/{messageId}/attachments", AttachAsync);
        _app.MapPost("/api/v1/heartbeat", Beat);
        _app.MapPost("/api/v1/errors", (JsonObject report, HttpContext context) => TakeReport(Errors, report, context));
        _app.MapPost("/api/v1/agents/self-checks", (JsonObject report, HttpContext context) => TakeReport(SelfChecks, report, context));
        _app.Map("/api/v1/agents/{agentId}/socket", TalkAsync);
    }

    /// <summary>The messages in the order they were stored, each once.</summary>
    public ConcurrentQueue<JsonObject> Messages { get; } = [];

    public ConcurrentQueue<string> Traceparents { get; } = [];

    public ConcurrentQueue<JsonObject> Heartbeats { get; } = [];

    public ConcurrentQueue<JsonObject> Errors { get; } = [];

    public ConcurrentQueue<JsonObject> SelfChecks { get; } = [];

    /// <summary>What the next reports are answered with before one is taken.</summary>
    public ConcurrentQueue<int> NextReportStatuses { get; } = [];

    public ConcurrentQueue<JsonObject> Hellos { get; } = [];

    public ConcurrentQueue<JsonObject> Deliveries { get; } = [];

    /// <summary>Attachments in the order they were stored.</summary>
    public ConcurrentQueue<(string MessageId, string Name, byte[] Bytes)> Attachments { get; } = [];

    /// <summary>What the next attachments are answered with before one is stored.</summary>
    public ConcurrentQueue<int> NextAttachmentStatuses { get; } = [];

    public int Logins { get; private set; }

    /// <summary>What the next logins are answered with before one is looked at.</summary>
    public ConcurrentQueue<IResult> NextLogins { get; } = [];

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
        _sending.Dispose();
    }

    private IResult LogIn(JsonObject login)
    {
        Logins++;
        if (NextLogins.TryDequeue(out var other))
        {
            return other;
        }

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

        // The server's id is its own.
        return Results.Json(new { message_id = $"server-{id}", status = "accepted" }, statusCode: 202);
    }

    private async Task<IResult> AttachAsync(string messageId, string name, HttpContext context)
    {
        if (!IsAuthorized(context))
        {
            return Results.Problem(statusCode: 401, title: "token_refused");
        }

        if (NextAttachmentStatuses.TryDequeue(out var status))
        {
            return Results.Problem(statusCode: status, title: $"because_{status}");
        }

        if (!Messages.Any(message => $"server-{message["id"]}" == messageId))
        {
            return Results.Problem(statusCode: 404, title: "message_not_found");
        }

        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        Attachments.Enqueue((messageId, name, bytes.ToArray()));
        return Results.Json(new { id = Guid.NewGuid(), size = bytes.Length }, statusCode: 201);
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

    private IResult TakeReport(ConcurrentQueue<JsonObject> taken, JsonObject report, HttpContext context)
    {
        if (!IsAuthorized(context))
        {
            return Results.Problem(statusCode: 401, title: "token_refused");
        }

        if (NextReportStatuses.TryDequeue(out var status))
        {
            return Results.Problem(statusCode: status, title: $"because_{status}");
        }

        taken.Enqueue(report);
        return Results.NoContent();
    }
}
