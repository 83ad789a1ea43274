using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>A passage lets everything through as it is, and does what its trouble says: what it did not do would prove nothing.</summary>
public sealed class PassageTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly Trouble _trouble = new(1);
    private readonly StepWatch _watch = new();
    private readonly HttpClient _http = new();
    private WebApplication? _server;
    private Passage? _passage;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.UseWebSockets();
        _server.Map("/socket", EchoAsync);
        _server.MapPost("/api/v1/messages", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            _heard.Enqueue($"{http.Request.Headers["Prefer"]}{http.Request.QueryString} {await reader.ReadToEndAsync(Ct)}");
            return TypedResults.Accepted("/somewhere", new { Count = _heard.Count });
        });
        _server.MapGet("/something", () => TypedResults.Ok(new { Text = "你好" }));
        _server.MapGet("/nothing", () => TypedResults.NoContent());
        await _server.StartAsync(Ct);
        _passage = await Passage.StartAsync(new Uri(_server.Urls.Single()), new ServerSteps(_watch, "account-1"), _trouble, Ct);
        _http.BaseAddress = _passage.Url;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _passage!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task A_request_goes_through_with_all_it_says_and_so_does_its_answer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages?x=1") { Content = new StringContent("你好") };
        request.Headers.Add("Prefer", "wait=3");

        using var answer = await _http.SendAsync(request, Ct);

        (answer.StatusCode, answer.Headers.Location?.OriginalString).ShouldBe((System.Net.HttpStatusCode.Accepted, "/somewhere"));
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("{\"count\":1}");
        _heard.ShouldBe(["wait=3?x=1 你好"]);
    }

    [Fact]
    public async Task What_is_asked_for_comes_through()
    {
        (await _http.GetStringAsync("/something", Ct)).ShouldBe("{\"text\":\"你好\"}");
        using var nothing = await _http.GetAsync("/nothing", Ct);
        nothing.StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData(Mishap.Repeated)]
    [InlineData(Mishap.Echoed)]
    public async Task A_request_may_arrive_twice(object mishap)
    {
        _trouble.Befall((Mishap)mishap, 1);

        using var answer = await _http.PostAsJsonAsync("/api/v1/messages", 1, Ct);

        await Eventually.Holds("it arrives again", () => _heard.Count == 2);
        _trouble.Counts[(Mishap)mishap].ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_may_be_lost_after_the_request_had_its_effect()
    {
        _trouble.Befall(Mishap.AnswerLost, 1);

        await Should.ThrowAsync<HttpRequestException>(() => _http.PostAsJsonAsync("/api/v1/messages", 1, Ct));

        _heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_strike_falls_while_the_step_stands_still()
    {
        var heard = -1;
        var striking = _watch.StrikeAtAsync(Step.Uploading, "account-1", TimeSpan.FromSeconds(20), () => Task.FromResult(heard = _heard.Count), Ct);

        using var answer = await _http.PostAsJsonAsync("/api/v1/messages", 1, Ct);

        (await striking).ShouldBeTrue();
        (heard, _heard.Count).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Frames_go_through_and_come_back() => (await TalkAsync("甲", "乙", "丙")).ShouldBe(["甲", "乙", "丙"]);

    [Fact]
    public async Task Frames_may_arrive_twice()
    {
        _trouble.Befall(Mishap.Repeated, 1);

        // Twice on the way there, each of them twice on the way back.
        (await TalkAsync("甲")).ShouldBe(["甲", "甲", "甲", "甲"]);
    }

    [Fact]
    public async Task Frames_may_overtake_each_other()
    {
        _trouble.Befall(Mishap.Overtaken, 0.5);
        var said = Enumerable.Range(0, 20).Select(number => $"{number}").ToArray();

        var heard = await TalkAsync(said);

        heard.ShouldBe(said, ignoreOrder: true);
        heard.SequenceEqual(said).ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_that_one_side_cuts_is_cut_on_the_other()
    {
        using var socket = await ConnectAsync();
        await SayAsync(socket, "cut");

        await Should.ThrowAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], Ct));
    }

    [Fact]
    public async Task A_close_comes_through_with_its_reason()
    {
        using var socket = await ConnectAsync();
        await SayAsync(socket, "close");

        (await socket.ReceiveAsync(new byte[16], Ct)).MessageType.ShouldBe(WebSocketMessageType.Close);
        ((int)socket.CloseStatus!.Value, socket.CloseStatusDescription).ShouldBe((4409, "lease_held"));
    }

    private async Task<List<string>> TalkAsync(params string[] frames)
    {
        using var socket = await ConnectAsync();
        foreach (var frame in frames)
        {
            await SayAsync(socket, frame);
        }

        var expected = frames.Length * (_trouble.Strikes(Mishap.Repeated) ? 4 : 1);
        var buffer = new byte[64];
        List<string> heard = [];
        while (heard.Count < expected)
        {
            var received = await socket.ReceiveAsync(buffer, Ct);
            heard.Add(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }

        return heard;
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(_passage!.Url) { Scheme = "ws", Path = "/socket" }.Uri, Ct);
        return socket;
    }

    private static Task SayAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Ct);

    private static async Task EchoAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, Ct);
            switch (Encoding.UTF8.GetString(buffer, 0, received.Count))
            {
                case "cut":
                    http.Abort();
                    return;
                case "close":
                    await socket.CloseOutputAsync((WebSocketCloseStatus)4409, "lease_held", Ct);
                    return;
                default:
                    await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, endOfMessage: true, Ct);
                    break;
            }
        }
    }
}
