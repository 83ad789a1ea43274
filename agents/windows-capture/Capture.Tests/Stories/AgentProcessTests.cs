using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Capture.Agent;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Tests.Server;

namespace WeChatPlatform.Capture.Tests.Stories;

[Collection("console")]
public sealed class AgentProcessTests
{
    [Fact]
    public async Task All_faults_of_a_configuration_are_named_at_once_and_the_exit_code_is_2()
    {
        var (code, errors) = await RunAsync(new() { ["Agent:OtlpEndpoint"] = "collector" });

        code.ShouldBe(2);
        foreach (var setting in new[] { "OtlpEndpoint", "ServerUrl", "AgentId", "ApiKey", "DataFolder", "Account:Nickname", "Desktop:Url", "Scope:Include" })
        {
            errors.ShouldContain($"Agent:{setting}");
        }
    }

    [Fact]
    public async Task A_second_process_on_a_folder_says_so_and_exits_with_3()
    {
        using var folder = new TemporaryFolder();
        using var first = new FolderLock(folder.Path);

        var (code, errors) = await RunAsync(Settings(folder.Path));

        code.ShouldBe(3);
        errors.ShouldContain("正被另一个客户端进程使用");
        errors.ShouldContain("in use by another agent process");
    }

    [Fact]
    public async Task A_process_that_finds_its_account_taken_says_so_and_exits_with_4()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FakeServer.StartAsync();
        server.IsLeaseHeld = true;

        var (code, errors) = await RunAsync(Settings(folder.Path, server.Url));

        code.ShouldBe(4);
        errors.ShouldContain("账号已有另一个客户端进程在处理");
        errors.ShouldContain("Another agent process works for test-agent");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_named_and_the_exit_code_is_5()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var settings = Settings(folder.Path);
        settings["Agent:DataFolder"] = Path.Combine(file, "agent");

        var (code, errors) = await RunAsync(settings);

        code.ShouldBe(5);
        errors.ShouldContain("cannot be used");
    }

    [Fact]
    public async Task A_part_that_fails_ends_the_agent_with_a_code_that_is_no_stop()
    {
        using var folder = new TemporaryFolder();

        var (code, errors) = await RunAsync(Settings(folder.Path), builder => builder.Services.AddHostedService<Failing>());

        code.ShouldBe(9);
        errors.ShouldContain("意外失败");
    }

    private sealed class Failing : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new NotSupportedException("As nobody foresaw.");
        }
    }

    private static Dictionary<string, string?> Settings(string folder, string serverUrl = "http://127.0.0.1:1") => new()
    {
        ["Agent:ServerUrl"] = serverUrl,
        ["Agent:AgentId"] = "test-agent",
        ["Agent:ApiKey"] = FakeServer.Key,
        ["Agent:DataFolder"] = folder,
        ["Agent:Account:Nickname"] = "n",
        ["Agent:Account:LockFolder"] = folder,
        ["Agent:Scope:Include:0"] = "*",
        ["Agent:Desktop:Url"] = "http://127.0.0.1:1",
    };

    private static async Task<(int Code, string Errors)> RunAsync(
        Dictionary<string, string?> settings, Action<HostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
        configure?.Invoke(builder);
        var before = Console.Error;
        await using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            return (await AgentProcess.RunAsync(builder), errors.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
