using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>
/// Stands between an agent and its server, or its desktop, and understands what goes through: requests, and the frames of
/// sockets. It sees each step, and repeats, delays or loses what its trouble tells it to.
/// </summary>
internal sealed class Passage : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private static readonly string[] NotForwarded =
        ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Content-Length", "Expect"];

    private static readonly string[] OfTheHandshake =
        ["Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol"];

    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly Uri _target;
    private readonly PassageSteps _steps;
    private readonly Trouble _trouble;
    private readonly CancellationTokenSource _over = new();

    private Passage(WebApplication app, Uri target, PassageSteps steps, Trouble trouble)
    {
        _app = app;
        _target = target;
        _steps = steps;
        _trouble = trouble;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = target, Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>What the last one was that came to nothing, for whoever reads a failure.</summary>
    public string LastCut { get; private set; } = "";

    public Uri Url => new(_app.Urls.Single());

    public static async Task<Passage> StartAsync(Uri target, PassageSteps steps, Trouble trouble, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        var passage = new Passage(app, target, steps, trouble);
        app.Run(passage.HandleAsync);
        await app.StartAsync(ct);
        return passage;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        using var noPatience = new CancellationTokenSource();
        await noPatience.CancelAsync();
        await _app.StopAsync(noPatience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _http.Dispose();
        _over.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _over.Token);
        try
        {
            await (http.WebSockets.IsWebSocketRequest ? JoinAsync(http, either.Token) : ForwardAsync(http, either.Token));
        }
        catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or WebSocketException or IOException
            or InvalidOperationException)
        {
            // One of the two ends is gone: the other one sees a reset.
            LastCut = $"{http.Request.Method} {http.Request.Path}: {cut.Message}";
            http.Abort();
        }
    }

    private async Task ForwardAsync(HttpContext http, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy, ct);
        var body = copy.ToArray();
        var call = new Call(http.Request.Method, http.Request.Path.Value ?? "", http.Request.GetEncodedPathAndQuery(), body);
        var mayRepeat = _steps.MayRepeat(call);
        await _steps.BeforeAsync(call, ct);
        if (mayRepeat && _trouble.Strikes(Mishap.Repeated))
        {
            using var first = await SendAsync(http, call, ct);
        }

        using var answer = await SendAsync(http, call, ct);
        await _steps.AfterAsync(call, ct);
        if (mayRepeat && _trouble.Strikes(Mishap.Echoed))
        {
            _ = EchoAsync(RequestOf(http, call));
        }

        if (_trouble.Strikes(Mishap.AnswerLost))
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !Skips(header.Key)))
        {
            http.Response.Headers[name] = values.ToArray();
        }

        // An answer without a body takes not even an empty write.
        var content = await answer.Content.ReadAsByteArrayAsync(ct);
        if (content.Length > 0)
        {
            await http.Response.Body.WriteAsync(content, ct);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext http, Call call, CancellationToken ct)
    {
        using var request = RequestOf(http, call);
        return await _http.SendAsync(request, ct);
    }

    private static HttpRequestMessage RequestOf(HttpContext http, Call call)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), call.PathAndQuery);
        if (call.Body.Length > 0)
        {
            request.Content = new ByteArrayContent(call.Body);
        }

        foreach (var (name, values) in http.Request.Headers.Where(header => !Skips(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return request;
    }

    // A repetition that the network kept for itself and lets go when newer requests have long had their effect.
    private async Task EchoAsync(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                await Task.Delay(_trouble.Moment(500, 4000), _over.Token);
                using var answer = await _http.SendAsync(request, _over.Token);
            }
            catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
            {
                // Nobody waits for it.
            }
        }
    }

    private async Task JoinAsync(HttpContext http, CancellationToken ct)
    {
        using var upstream = new ClientWebSocket();

        // The agent's pings end here, so the passage has to notice a silent server in the agent's stead.
        upstream.Options.KeepAliveInterval = KeepAlive;
        upstream.Options.KeepAliveTimeout = KeepAlive;
        upstream.Options.CollectHttpResponseDetails = true;
        foreach (var (name, values) in http.Request.Headers.Where(header => !Skips(header.Key) && !OfTheHandshake.Contains(header.Key)))
        {
            upstream.Options.SetRequestHeader(name, values.ToString());
        }

        var address = new UriBuilder(new Uri(_target, http.Request.GetEncodedPathAndQuery())) { Scheme = "ws" }.Uri;
        try
        {
            await upstream.ConnectAsync(address, ct);
        }
        catch (WebSocketException) when (upstream.HttpStatusCode != default)
        {
            http.Response.StatusCode = (int)upstream.HttpStatusCode;
            return;
        }

        using var downstream = await http.WebSockets.AcceptWebSocketAsync();
        using var joined = new JoinedSockets(downstream, upstream, _steps, _trouble);
        await joined.RunAsync(ct);

        // However it ended: what one side did not close properly is reset on the other.
        http.Abort();
    }

    private static bool Skips(string header) => NotForwarded.Contains(header, StringComparer.OrdinalIgnoreCase);

    /// <summary>A request as it went through.</summary>
    internal sealed record Call(string Method, string Path, string PathAndQuery, byte[] Body)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Path}");
    }
}
