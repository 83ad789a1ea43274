using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Agent;
using WeChatPlatform.Capture.Agent.Commands;
using WeChatPlatform.Capture.Agent.Control;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Tests.Server;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Control;

/// <summary>Who may see and change what, byte by byte as a browser or a stranger's page would send it.</summary>
public sealed class ControlEndpointTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private FakeServer _server = null!;
    private IHost _host = null!;
    private SimulatedWorld _world = null!;

    private ControlFile File => ControlFile.Read(_folder.Path)!;

    private bool IsStopped => _host.Services.GetRequiredService<LocalStop>().IsOn;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _world = new SimulatedWorld(null, TimeProvider.System, TestAgent.Nickname);
        _world.CreateChat("张三", null, allowSameName: false);
        await StartAsync(_port);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_page_is_read_without_a_token_and_shows_state_and_errors_but_no_names()
    {
        _host.Services.GetRequiredService<ILogger<ControlEndpointTests>>().LogWarning("<b>something</b> to see");
        await Eventually.HoldsAsync(async () => (await StatusAsync())["state"]!.ToString() == "working", "the agent at work");

        var page = await AskAsync("GET /");
        page.ShouldStartWith("HTTP/1.1 200 OK");
        page.ShouldContain("正常工作 Working");
        page.ShouldContain("&lt;b&gt;something&lt;/b&gt; to see");
        page.ShouldContain("Content-Security-Policy: default-src 'none'");
        page.ShouldNotContain("张三");
        page.ShouldNotContain(File.Token);
        page.ShouldNotContain("Access-Control");
    }

    [Theory]
    [InlineData("evil.example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1.evil.example.com:{port}")]
    public async Task A_name_that_leads_here_from_somebodys_dns_is_refused(string host)
    {
        host = host.Replace("{port}", $"{_port}", StringComparison.Ordinal);
        (await AskAsync("GET /", host)).ShouldStartWith("HTTP/1.1 421");
        (await AskAsync("POST /pause", host, $"Authorization: Bearer {File.Token}")).ShouldStartWith("HTTP/1.1 421");
        IsStopped.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_its_token_or_from_another_page_nothing_changes()
    {
        (await AskAsync("POST /pause")).ShouldStartWith("HTTP/1.1 401");
        (await AskAsync("POST /stop", null, "Authorization: Bearer wrong")).ShouldStartWith("HTTP/1.1 401");
        (await AskAsync("POST /pause", null, $"Authorization: Bearer {File.Token}", "Origin: https://evil.example.com"))
            .ShouldStartWith("HTTP/1.1 403");
        (await AskAsync("GET /pause", null, $"Authorization: Bearer {File.Token}")).ShouldStartWith("HTTP/1.1 405");
        (await AskAsync("POST /dump")).ShouldStartWith("HTTP/1.1 401");
        IsStopped.ShouldBeFalse();
    }

    [Fact]
    public async Task The_token_pauses_and_resumes_and_the_status_says_so()
    {
        var paused = await AskAsync("POST /pause", null, $"Authorization: Bearer {File.Token}");
        paused.ShouldStartWith("HTTP/1.1 200 OK");
        IsStopped.ShouldBeTrue();
        var status = await StatusAsync();
        ((string?)status["held_reason"]).ShouldBe("stopped_locally");
        ((string?)status["held_advice"])!.ShouldContain("agent resume");
        status["stopped_since"].ShouldNotBeNull();
        await Eventually.HoldsAsync(
            () => _server.Heartbeats.Any(beat => (string?)beat["status"]!["held_reason"] == "stopped_locally"), "the stop in the heartbeat");

        (await AskAsync("POST /resume", null, $"Authorization: Bearer {File.Token}")).ShouldStartWith("HTTP/1.1 200 OK");
        IsStopped.ShouldBeFalse();
    }

    [Fact]
    public async Task The_form_of_the_page_takes_the_token_and_leads_back()
    {
        var form = $"token={File.Token}";
        var answer = await AskAsync(
            "POST /pause", null, "Content-Type: application/x-www-form-urlencoded", $"Origin: http://127.0.0.1:{_port}", $"Content-Length: {form.Length}", "", form);

        answer.ShouldStartWith("HTTP/1.1 303");
        answer.ShouldContain("Location: /");
        IsStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task A_pause_that_cannot_be_written_stops_the_agent_that_runs_all_the_same()
    {
        // A folder in the file's place: no room, no rights.
        Directory.CreateDirectory(Path.Combine(_folder.Path, "stopped"));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Agent:DataFolder"] = _folder.Path;

        (await LocalCommands.RunAsync(CommandLine.Pause, builder, null)).ShouldBe(5);

        IsStopped.ShouldBeTrue();
        ((string?)(await StatusAsync())["held_reason"]).ShouldBe("stopped_locally");
    }

    [Fact]
    public async Task Who_asks_for_the_report_hears_whether_the_server_took_it()
    {
        _host.Services.GetRequiredService<AgentHealth>().Client = new Capture.Reporting.ClientIdentity("4.1.10.27");
        await Eventually.HoldsAsync(() => _server.SelfChecks.Count == 1, "the check that the agent makes by itself");
        _server.NextReportStatuses.Enqueue(403);

        (await AskAsync("POST /check-report", null, $"Authorization: Bearer {File.Token}")).ShouldContain("\"reported\":false");
        (await AskAsync("POST /check-report", null, $"Authorization: Bearer {File.Token}")).ShouldContain("\"reported\":true");
        _server.SelfChecks.Count.ShouldBe(2);
        (await AskAsync("POST /check", null, $"Authorization: Bearer {File.Token}")).ShouldNotContain("reported");
        (await AskAsync("POST /check-send-report")).ShouldStartWith("HTTP/1.1 401");
    }

    [Fact]
    public async Task An_agent_whose_login_is_refused_does_not_say_that_it_works()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await StartAsync(_port, key: "wrong");

        await Eventually.HoldsAsync(
            async () => ((string?)(await StatusAsync())["server_advice"])?.Contains("服务器拒绝登录（状态 401）", StringComparison.Ordinal) == true,
            "the refusal told");
        await Eventually.HoldsAsync(async () => (string?)(await StatusAsync())["state"] == "not_connected", "a state of its own");
        (await AskAsync("GET /")).ShouldContain("没有连上服务器");
    }

    [Theory]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("POST /pause HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("POST /pause HTTP/1.1\r\nHost : a\r\n\r\n")]
    [InlineData("POST /pause HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /pause HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n")]
    [InlineData("POST /pause HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    public async Task What_two_readers_could_read_differently_is_no_request(string bytes) =>
        (await SendAsync(bytes)).ShouldStartWith("HTTP/1.1 400");

    [Fact]
    public async Task Without_a_port_there_is_no_page_and_the_token_still_works()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await StartAsync(port: 0);
        var port = new Uri(File.Address).Port;

        (await AskAsync("GET /", $"127.0.0.1:{port}")).ShouldStartWith("HTTP/1.1 401");
        (await AskAsync("GET /status", $"127.0.0.1:{port}", $"Authorization: Bearer {File.Token}")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public void Only_the_owner_may_read_the_token()
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(ControlFile.PathIn(_folder.Path)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", 80, true)]
    [InlineData("localhost:80", 80, true)]
    [InlineData("127.0.0.1", 8091, false)]
    [InlineData("evil.example.com", 80, false)]
    [InlineData("127.0.0.1:8091", 80, false)]
    [InlineData(null, 80, false)]
    public void The_port_of_http_may_be_left_out(string? host, int port, bool isOurs) => ControlDesk.IsOurs(host, port).ShouldBe(isOurs);

    [Fact]
    public void Every_reason_of_the_pace_has_an_advice_of_its_own()
    {
        var advices = Capture.Sending.Pacing.PaceTable.Conditions.Select(condition => LocalStatus.HeldAdvice(condition.Reason)!).ToList();

        advices.Distinct().Count().ShouldBe(5);
        advices.ShouldAllBe(advice => advice != LocalStatus.HeldAdvice("no_such_reason") && advice.Contains(" / "));
    }

    private async Task StartAsync(int port, string key = FakeServer.Key)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Agent:ServerUrl"] = _server.Url,
            ["Agent:AgentId"] = "test-agent",
            ["Agent:ApiKey"] = key,
            ["Agent:DataFolder"] = _folder.Path,
            ["Agent:Account:Nickname"] = TestAgent.Nickname,
            ["Agent:Account:LockFolder"] = _folder.Path,
            ["Agent:Scope:Include:0"] = "*",
            ["Agent:Desktop:Url"] = "http://127.0.0.1:1",
            ["Agent:Link:HeartbeatSeconds"] = "1",
            ["Agent:StatusPage:Port"] = $"{port}",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        builder.Services.AddSingleton<Desktop.IWeChatDesktop>(new WorldDesktop(_world));
        builder.AddAgent();
        _host = builder.Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    private async Task<JsonNode> StatusAsync()
    {
        var answer = await AskAsync("GET /status");
        return JsonNode.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!;
    }

    private Task<string> AskAsync(string what, string? host = null, params string[] lines)
    {
        var head = $"{what} HTTP/1.1\r\nHost: {host ?? $"127.0.0.1:{_port}"}\r\n{string.Join("\r\n", lines)}";
        return SendAsync(lines.Contains("") ? head : head.TrimEnd() + "\r\n\r\n");
    }

    private async Task<string> SendAsync(string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(File.Address).Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(bytes), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
