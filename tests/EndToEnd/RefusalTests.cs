using System.Net;
using System.Net.Sockets;

namespace WeChatPlatform.EndToEnd;

/// <summary>What ./run.sh says when it cannot do its work: in Chinese and in English, with an exit code and nothing left running.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly PlatformFolder folder = new();
    private readonly Ports ports = Ports.TakeFree();

    [Fact]
    public async Task An_argument_that_it_does_not_know()
    {
        var (code, output) = await RunAsync(["--fast"]);

        code.ShouldBe(2);
        output.ShouldContain("不认识的参数 --fast");
        output.ShouldContain("unknown argument --fast");
        output.ShouldContain("./run.sh --distributed");
    }

    [Fact]
    public async Task A_port_that_is_no_number()
    {
        var (code, output) = await RunAsync([], ("WECHAT_PORT", "http"));

        code.ShouldBe(2);
        output.ShouldContain("'http' 不是端口号");
        output.ShouldContain("'http' is no port number");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("8.0.100 [/usr/share/dotnet/sdk]")]
    public async Task No_SDK_or_only_an_old_one(string? sdk)
    {
        var programs = Directory.CreateDirectory(Path.Combine(folder.Path, "bin")).FullName;
        foreach (var name in (string[])["env", "bash", "dirname", "grep"])
        {
            File.CreateSymbolicLink(Path.Combine(programs, name), Path.Combine("/usr/bin", name));
        }

        if (sdk is not null)
        {
            var dotnet = Path.Combine(programs, "dotnet");
            await File.WriteAllTextAsync(dotnet, $"#!/bin/sh\necho '{sdk}'\n");
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var (code, output) = await RunAsync([], ("PATH", programs));

        code.ShouldBe(10);
        output.ShouldContain("没有找到 .NET 10 SDK");
        output.ShouldContain("The .NET 10 SDK was not found");
    }

    [Fact]
    public async Task Ports_that_are_taken_all_at_once()
    {
        RequiredPrograms.Servers(distributed: true);
        using var first = new TcpListener(IPAddress.Loopback, ports.Api + 6);
        first.Start();
        using var second = new TcpListener(IPAddress.Loopback, ports.Simulator);
        second.Start();

        var (code, output) = await RunAsync(["--distributed"]);

        code.ShouldBe(3);
        output.ShouldContain($"端口被占用：{ports.Api + 6} {ports.Simulator}");
        output.ShouldContain($"port in use: {ports.Api + 6} {ports.Simulator}");
        folder.Processes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_whose_configuration_is_bad_ends_the_whole_start()
    {
        RequiredPrograms.Servers(distributed: true);

        var (code, output) = await RunAsync(["--distributed"], ("Gateway__Services__MaxRequestBytes", "0"));

        code.ShouldBe(2);
        output.ShouldContain("Gateway:Services");
        output.ShouldContain("gateway did not start");
        folder.Processes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bad_configuration_with_all_its_faults_at_once()
    {
        RequiredPrograms.Servers(distributed: false);

        var (code, output) = await RunAsync(
            [], ("Message__AnswerConfidence", "7"), ("Gateway__LoginsPerMinute", "x"), ("Analytics__TimeZone", "Mars/Olympus"));

        code.ShouldBe(2);
        output.ShouldContain("配置有误 / bad configuration");
        output.ShouldContain("AnswerConfidence");
        output.ShouldContain("LoginsPerMinute");
        output.ShouldContain("Mars/Olympus");
        folder.Processes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_server_that_is_not_there()
    {
        var (code, output) = await RunAsync(
            [],
            ("Persistence__ConnectionString", $"Host=127.0.0.1;Port={ports.Simulator};Username=nobody;Timeout=2"),
            ("Persistence__StartupTimeoutSeconds", "2"));

        code.ShouldBe(4);
        output.ShouldContain("数据库无法访问 / database unreachable");
        folder.Processes().ShouldBeEmpty();
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int Code, string Output)> RunAsync(string[] arguments, params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WECHAT_DATA"] = folder.Path,
            ["WECHAT_PORT"] = $"{ports.Api}",
            ["SIMULATOR_PORT"] = $"{ports.Simulator}",
        };
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        using var script = RunScript.Start(arguments, variables);
        return (await script.ExitCodeAsync(Patience), script.Output);
    }
}
