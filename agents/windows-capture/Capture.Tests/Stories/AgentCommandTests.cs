using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Tests.Server;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Stories;

/// <summary>The commands as people type them, each a process, against an agent that runs and one that does not.</summary>
public sealed class AgentCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _started = [];
    private FakeServer _server = null!;
    private WebApplication _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _simulator = SimulatorApp.Build(
        [
            "--Simulator:Port=0", $"--Simulator:DataFolder={Path.Combine(_folder.Path, "chats")}", $"--Simulator:Nickname={TestAgent.Nickname}",
        ]);
        await _simulator.StartAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Configuration,
            $$"""
            server: { url: "{{_server.Url}}" }
            client: { agent_id: test-agent, api_key_file: agent.key }
            cache: { directory: data }
            account: { nickname: {{TestAgent.Nickname}}, lock_folder: . }
            scope: { include: ["*"] }
            desktop: { kind: simulated, url: "{{Url}}" }
            heartbeat: { interval: 1 }
            link: { longest_retry_milliseconds: 1000 }

            """,
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _started)
        {
            agent.Kill();
            await agent.WaitForExitAsync(CancellationToken.None);
            agent.Dispose();
        }

        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_person_pauses_restarts_resumes_and_stops_the_agent_by_commands()
    {
        (await RunAsync(["protect-key", Path.Combine(_folder.Path, "agent.key")], FakeServer.Key)).Code.ShouldBe(0);
        var first = Start();
        await Eventually.HoldsAsync(() => HeldReasons().Contains(null), "the agent at work");

        (await RunAsync(["pause"])).ShouldSay(0, "已停止发送");
        await Eventually.HoldsAsync(() => HeldReasons().Contains("stopped_locally"), "the stop told");
        (await RunAsync(["check"])).ShouldSay(0, "自检通过");
        (await RunAsync(["dump", Path.Combine(_folder.Path, "tree.json")])).ShouldSay(6, "模拟桌面");
        (await RunAsync(["stop"])).ShouldSay(0, "客户端已结束");
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        first.ExitCode.ShouldBe(0);

        var beats = _server.Heartbeats.Count;
        Start();
        await Eventually.HoldsAsync(() => _server.Heartbeats.Count > beats, "the second start");
        HeldReasons().Skip(beats).ShouldAllBe(reason => reason == "stopped_locally");
        (await RunAsync(["resume"])).ShouldSay(0, "已恢复发送");
        await Eventually.HoldsAsync(() => HeldReasons().Last() is null, "the resume told");
        (await RunAsync(["stop"])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Where_no_agent_runs_pause_is_kept_for_the_next_one_and_stop_says_so()
    {
        (await RunAsync(["pause"])).ShouldSay(0, "下次启动后不会发送");
        File.Exists(Path.Combine(_folder.Path, "data", "stopped")).ShouldBeTrue();
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "agent.key"), FakeServer.Key, TestContext.Current.CancellationToken);
        (await RunAsync(["check", "--send"])).ShouldSay(6, "这台电脑已停止发送");
        (await RunAsync(["resume"])).ShouldSay(0, "停止已撤销");
        File.Exists(Path.Combine(_folder.Path, "data", "stopped")).ShouldBeFalse();
        (await RunAsync(["stop"])).ShouldSay(7, "没有运行中的客户端");
    }

    [Fact]
    public async Task A_wrong_file_is_told_line_by_line_and_a_wrong_command_with_the_way_to_help()
    {
        await File.AppendAllTextAsync(Configuration, "poll: { known_rows: 5 }\nnonsense: 1\n", TestContext.Current.CancellationToken);

        var run = await RunAsync(["run"]);
        run.Code.ShouldBe(2);
        run.Output.ShouldContain("agent.yaml:9: poll.known_rows 取值应在 20 到 500 之间");
        run.Output.ShouldContain("agent.yaml:10: 没有配置项 nonsense");
        run.Output.ShouldContain("Agent:ApiKeyFile names a file that does not exist");
        (await RunAsync(["puase"])).ShouldSay(1, "agent help");
        (await RunAsync(["version"])).ShouldSay(0, "agent ");
    }

    private string Configuration => Path.Combine(_folder.Path, "agent.yaml");

    private string Url => _simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private List<string?> HeldReasons() => [.. _server.Heartbeats.Select(beat => (string?)beat["status"]!["held_reason"])];

    private Process Start()
    {
        var agent = Process.Start(Command(["run"]))!;
        agent.OutputDataReceived += (_, _) => { };
        agent.ErrorDataReceived += (_, _) => { };
        agent.BeginOutputReadLine();
        agent.BeginErrorReadLine();
        _started.Add(agent);
        return agent;
    }

    private ProcessStartInfo Command(IEnumerable<string> args) => new(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "WeChatPlatform.Capture.Agent.dll"), .. args, "--config", Configuration])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private async Task<Ended> RunAsync(IEnumerable<string> args, string? input = null)
    {
        using var process = Process.Start(Command(args))!;
        if (input is not null)
        {
            await process.StandardInput.WriteLineAsync(input);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(process.ExitCode, await output + await errors);
    }

    private sealed record Ended(int Code, string Output)
    {
        public void ShouldSay(int code, string text)
        {
            Output.ShouldContain(text);
            Code.ShouldBe(code);
        }
    }
}
