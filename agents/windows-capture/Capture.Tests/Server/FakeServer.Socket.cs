using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>The socket: hello, welcome or refusal, then frames in the order they came.</summary>
internal sealed partial class FakeServer
{
    private const WebSocketCloseStatus LeaseHeld = (WebSocketCloseStatus)4409;
    private long _lease;

    /// <summary>What the gate says to a question. Null leaves it without an answer.</summary>
    public Func<JsonObject, JsonObject?> Gate { get; set; } = _ => Go();

    /// <summary>The gate's questions in the order they came.</summary>
    public ConcurrentQueue<JsonObject> Questions { get; } = [];

    /// <summary>Gaps as they were told, repetitions included.</summary>
    public ConcurrentQueue<JsonObject> Gaps { get; } = [];

    /// <summary>Frames that came before the welcome, where only a hello may.</summary>
    public ConcurrentQueue<JsonObject> TooEarly { get; } = [];

    /// <summary>Another process has the account.</summary>
    public bool IsLeaseHeld { get; set; }

    /// <summary>What is said about greetings after the welcome; nothing when absent.</summary>
    public JsonObject? Greetings { get; set; }

    /// <summary>A server that says nothing after the hello.</summary>
    public bool IsSilent { get; set; }

    public long Lease => Interlocked.Read(ref _lease);

    public static JsonObject Go() => new() { ["verdict"] = "go", ["reason"] = null, ["ask_again_seconds"] = null };

    public static JsonObject Hold(string reason, int askAgainSeconds = 1) =>
        new() { ["verdict"] = "hold", ["reason"] = reason, ["ask_again_seconds"] = askAgainSeconds };

    public static JsonObject Refuse(string reason) =>
        new() { ["verdict"] = "refuse", ["reason"] = reason, ["ask_again_seconds"] = null };

    private async Task TalkAsync(HttpContext context)
    {
        if (!IsAuthorized(context))
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        var isWelcome = false;
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, context.RequestAborted);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                var frame = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, read.Count))!.AsObject();
                if ((string?)frame["type"] == "hello")
                {
                    isWelcome = await WelcomeAsync(socket, frame);
                }
                else if (isWelcome)
                {
                    await TakeAsync(socket, frame);
                }
                else
                {
                    TooEarly.Enqueue(frame);
                }
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException)
        {
            // The agent was killed or the socket was cut: what tests do.
        }
    }

    private async Task<bool> WelcomeAsync(WebSocket socket, JsonObject hello)
    {
        Hellos.Enqueue(hello);
        if (IsLeaseHeld)
        {
            await socket.CloseOutputAsync(LeaseHeld, "lease_held", CancellationToken.None);
            return false;
        }

        if (IsSilent)
        {
            return false;
        }

        await SendAsync(socket, new JsonObject
        {
            ["type"] = "welcome",
            ["lease"] = Interlocked.Increment(ref _lease),
            ["lease_seconds"] = 30,
            ["server_time"] = "2026-03-02T09:00:00Z",
        });
        if (Greetings is { } greetings)
        {
            await SendAsync(socket, greetings);
        }

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

        return true;
    }

    private async Task TakeAsync(WebSocket socket, JsonObject frame)
    {
        switch ((string?)frame["type"])
        {
            case "gate":
                Questions.Enqueue(frame);
                if (Gate(frame) is { } answer)
                {
                    answer["type"] = "gate_answer";
                    answer["decision_id"] = (string)frame["decision_id"]!;
                    answer["part"] = (int)frame["part"]!;
                    answer["step"] = (string)frame["step"]!;
                    await SendAsync(socket, answer);
                }

                break;
            case "gap":
                Gaps.Enqueue(frame);
                if (Acknowledges)
                {
                    await SendAsync(socket, new JsonObject { ["type"] = "gap_received", ["gap_id"] = (string)frame["gap_id"]! });
                }

                break;
            case "delivery":
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

                break;
            default:
                throw new InvalidOperationException($"The agent sent a frame that nobody agreed on: {frame["type"]}.");
        }
    }

    private async Task SendAsync(WebSocket socket, JsonObject frame)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }
}
