using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatPlatform.Gateway.Tests;

/// <summary>A service as the gateway sees it: it tells what arrived, and echoes what a socket says.</summary>
internal sealed class UpstreamApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private int served;
    private int probed;

    private UpstreamApp(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>What it answers to a probe.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>Requests so far, without probes.</summary>
    public int Served => Volatile.Read(ref served);

    public int Probed => Volatile.Read(ref probed);

    public static async Task<UpstreamApp> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var built = builder.Build();
        built.UseWebSockets();
        var upstream = new UpstreamApp(built);
        built.Map("/health/ready", upstream.TellHealth);
        built.Map("/{**path}", upstream.CountAsync);
        await built.StartAsync(GatewayUnderTest.Ct);
        return upstream;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void TellHealth(HttpContext context)
    {
        Interlocked.Increment(ref probed);
        context.Response.StatusCode = IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
    }

    private Task CountAsync(HttpContext context)
    {
        Interlocked.Increment(ref served);
        return AnswerAsync(context);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await EchoAsync(await context.WebSockets.AcceptWebSocketAsync(), context.RequestAborted);
            return;
        }

        using var body = new StreamReader(context.Request.Body);
        await context.Response.WriteAsJsonAsync(
            new
            {
                path = context.Request.Path + context.Request.QueryString.Value,
                body = await body.ReadToEndAsync(context.RequestAborted),
                authorization = context.Request.Headers.Authorization.ToString(),
                traceparent = context.Request.Headers["traceparent"].ToString(),
                request_id = context.Request.Headers["X-Request-ID"].ToString(),
                forwarded_for = context.Request.Headers["X-Forwarded-For"].ToString(),
            },
            context.RequestAborted);
    }

    private static async Task EchoAsync(WebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, ct) is { MessageType: not WebSocketMessageType.Close } part)
        {
            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, ct);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
    }
}
