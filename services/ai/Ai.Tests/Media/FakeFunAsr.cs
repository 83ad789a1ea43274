using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai.Tests.Media;

/// <summary>
/// A FunASR server as its protocol is documented: a JSON line, binary frames of sound, a JSON line that speaking is over; then the lines
/// that a test scripted. What breaks the protocol closes the connection, as the server does.
/// </summary>
internal sealed class FakeFunAsr : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeFunAsr(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single().Replace("http://", "ws://", StringComparison.Ordinal);

    /// <summary>The first line, as it came.</summary>
    public JsonElement Beginning { get; private set; }

    /// <summary>All bytes of sound that came.</summary>
    public byte[] Sound { get; private set; } = [];

    /// <summary>The lines that are answered, one frame each; what is no JSON too.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>Whether the connection stays open after them.</summary>
    public bool StaysOpen { get; init; } = true;

    public static async Task<FakeFunAsr> StartAsync(bool staysOpen, params string[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var built = builder.Build();
        var server = new FakeFunAsr(built) { Answers = answers, StaysOpen = staysOpen };
        built.UseWebSockets();
        built.Run(server.HandleAsync);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var noPatience = new CancellationTokenSource();
        await noPatience.CancelAsync();
        await app.StopAsync(noPatience.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (!http.WebSockets.WebSocketRequestedProtocols.Contains("binary"))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync("binary");
        try
        {
            await SpeakAsync(socket, http.RequestAborted);
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private async Task SpeakAsync(WebSocket socket, CancellationToken ct)
    {
        using var sound = new MemoryStream();
        for (var first = true; ; first = false)
        {
            var (type, frame) = await NextAsync(socket, ct);
            if (type is WebSocketMessageType.Binary)
            {
                await sound.WriteAsync(frame, ct);
                continue;
            }

            var line = JsonElement.Parse(frame);
            if (first)
            {
                Beginning = line;
            }
            else if (!line.GetProperty("is_speaking").GetBoolean())
            {
                break;
            }
        }

        Sound = sound.ToArray();
        foreach (var answer in Answers)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, ct);
        }

        if (StaysOpen)
        {
            await NextAsync(socket, ct);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ct);
    }

    private static async Task<(WebSocketMessageType Type, byte[] Frame)> NextAsync(WebSocket socket, CancellationToken ct)
    {
        using var frame = new MemoryStream();
        var piece = new byte[65_536];
        while (true)
        {
            var got = await socket.ReceiveAsync(piece.AsMemory(), ct);
            await frame.WriteAsync(piece.AsMemory(0, got.Count), ct);
            if (got.EndOfMessage)
            {
                return (got.MessageType, frame.ToArray());
            }
        }
    }
}
