using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>A request as it arrived.</summary>
internal sealed record StubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, string? Authorization, string? ContentType, string Text)
{
    public JsonElement Body => Text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(Text);
}

/// <summary>What is answered. Status 0 breaks the connection.</summary>
internal sealed record StubAnswer(int Status, JsonNode? Body, string? RetryAfter = null)
{
    public static StubAnswer Broken { get; } = new(0, null);
}

/// <summary>
/// A server on a free port of this machine, over real HTTP, that behaves as its documentation says. Every request is recorded and
/// checked against the published specification: one that does not fit is refused, and named by <see cref="SpecificationFaults"/>.
/// </summary>
internal abstract class StubServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<StubRequest> _requests = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<(Func<StubRequest, bool> Matches, Func<StubRequest, StubAnswer> Answer)> _next = new();
    private WebApplication? _app;

    /// <summary>What the Authorization header has to say; absent: nobody asks.</summary>
    public string? Wants { get; set; }

    public string Url => _app!.Urls.Single();

    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    public IReadOnlyList<string> SpecificationFaults => [.. _faults];

    public async Task StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 200_000_000;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        _app = builder.Build();
        _app.Map("/{**path}", HandleAsync);
        await _app.StartAsync();
    }

    /// <summary>Answers the next request that matches, once, instead of the server itself.</summary>
    public void Next(Func<StubRequest, bool> matches, Func<StubRequest, StubAnswer> answer) => _next.Enqueue((matches, answer));

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            using var noPatience = new CancellationTokenSource();
            await noPatience.CancelAsync();
            await _app.StopAsync(noPatience.Token);
            await _app.DisposeAsync();
        }
    }

    protected abstract StubAnswer Answer(StubRequest request);

    protected abstract IEnumerable<string> Check(StubRequest request);

    protected abstract StubAnswer Unauthorized { get; }

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var request = new StubRequest(
            http.Request.Method,
            http.Request.Path.Value!,
            http.Request.Query.ToDictionary(one => one.Key, one => one.Value.ToString()),
            http.Request.Headers.Authorization,
            http.Request.ContentType,
            await reader.ReadToEndAsync());
        _requests.Enqueue(request);
        var answer = Of(request);
        if (answer.Status == 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is not null)
        {
            http.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        if (answer.Body is { } body)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body.ToJsonString());
        }
    }

    private StubAnswer Of(StubRequest request)
    {
        if (Wants is { } wanted && request.Authorization != wanted)
        {
            return Unauthorized;
        }

        var faults = Check(request).Select(fault => $"{request.Method} {request.Path}: {fault}").ToList();
        faults.ForEach(_faults.Enqueue);
        if (faults.Count > 0)
        {
            return new StubAnswer(400, new JsonObject { ["error"] = new JsonObject { ["type"] = "parsing_exception", ["reason"] = faults[0] } });
        }

        if (_next.TryPeek(out var next) && next.Matches(request) && _next.TryDequeue(out next))
        {
            return next.Answer(request);
        }

        lock (_next)
        {
            return Answer(request);
        }
    }
}
