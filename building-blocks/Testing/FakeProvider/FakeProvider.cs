using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Testing;

/// <summary>
/// A provider on a free port of this machine, over real HTTP, which speaks OpenAI's chat completions and Anthropic's messages,
/// in the dialect that a test names. Answers come from the queue first, then from the first matching rule, then from
/// <see cref="Writer"/> or <see cref="Otherwise"/>; every request is recorded, and what it would ask money for.
/// </summary>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ProviderAnswer> _queue = new();
    private readonly ConcurrentQueue<(Func<string, bool> Matches, ProviderAnswer Answer)> _rules = new();
    private readonly ConcurrentQueue<ProviderRequest> _requests = new();
    private readonly ConcurrentQueue<ProviderBill> _bills = new();

    private FakeProvider(WebApplication app, ProviderDialect dialect)
    {
        (_app, Dialect) = (app, dialect);
        _app.MapPost("/{**path}", HandleAsync);
    }

    public ProviderDialect Dialect { get; }

    /// <summary>What a client takes as its base URL, such as http://127.0.0.1:41234/v1.</summary>
    public string BaseUrl => Dialect.IsAnthropic ? Root : $"{Root}/v1";

    /// <summary>The address without a path.</summary>
    public string Root => _app.Urls.Single();

    public IReadOnlyList<ProviderRequest> Requests => [.. _requests];

    /// <summary>The provider's own books: one line for each request, in the order in which they ended.</summary>
    public IReadOnlyList<ProviderBill> Bills => [.. _bills];

    /// <summary>Whether <see cref="Requests"/> and <see cref="Bills"/> grow; a load without end turns it off.</summary>
    public bool KeepsRequests { get; set; } = true;

    /// <summary>Answers from the request what neither the queue nor a rule answers; absent when <see cref="Otherwise"/> does.</summary>
    public Func<ProviderRequest, CancellationToken, Task<ProviderAnswer>>? Writer { get; set; }

    /// <summary>The answer when nothing else is scripted.</summary>
    public ProviderAnswer Otherwise { get; set; } = ProviderAnswer.Says("您好，请问有什么可以帮您？");

    public static Task<FakeProvider> StartAsync(CancellationToken ct = default) => StartAsync(ProviderDialects.OpenAi, ct);

    public static async Task<FakeProvider> StartAsync(ProviderDialect dialect, CancellationToken ct = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new FakeProvider(builder.Build(), dialect);
        await provider._app.StartAsync(ct);
        return provider;
    }

    /// <summary>Answers the next requests in this order, each once.</summary>
    public FakeProvider Then(params ReadOnlySpan<ProviderAnswer> answers)
    {
        foreach (var answer in answers)
        {
            _queue.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Answers every request whose last user text matches.</summary>
    public FakeProvider When(Func<string, bool> lastUserText, ProviderAnswer answer)
    {
        _rules.Enqueue((lastUserText, answer));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var noPatience = new CancellationTokenSource();
        await noPatience.CancelAsync();
        await _app.StopAsync(noPatience.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (!path.EndsWith(Dialect.IsAnthropic ? "/v1/messages" : "/chat/completions", StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("<html>404 page not found</html>", http.RequestAborted);
            return;
        }

        var ct = http.RequestAborted;
        var body = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: ct))!.AsObject();
        var key = http.Request.Headers.Authorization.ToString();
        var request = new ProviderRequest(key, body) { Path = path };
        if (KeepsRequests)
        {
            _requests.Enqueue(request);
        }

        var wire = new ProviderWire(http, request, Dialect);
        try
        {
            await wire.AnswerAsync(await PickAsync(request, ct), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client gave up, which is what some tests are about.
        }

        if (KeepsRequests)
        {
            _bills.Enqueue(wire.Bill(ct.IsCancellationRequested));
        }
    }

    private async Task<ProviderAnswer> PickAsync(ProviderRequest request, CancellationToken ct) =>
        _queue.TryDequeue(out var next) ? next
        : _rules.FirstOrDefault(rule => rule.Matches(request.LastUserText)).Answer is { } ruled ? ruled
        : Writer is { } writer ? await writer(request, ct)
        : Otherwise;
}
