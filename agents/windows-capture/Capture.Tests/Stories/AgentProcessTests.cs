using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Capture.Agent;
using WeChatPlatform.Capture.Journal;

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

        var (code, errors) = await RunAsync(new()
        {
            ["Agent:ServerUrl"] = "http://127.0.0.1:1",
            ["Agent:AgentId"] = "a",
            ["Agent:ApiKey"] = "k",
            ["Agent:DataFolder"] = folder.Path,
            ["Agent:Account:Nickname"] = "n",
            ["Agent:Scope:Include:0"] = "*",
            ["Agent:Desktop:Url"] = "http://127.0.0.1:1",
        });

        code.ShouldBe(3);
        errors.ShouldContain("in use by another agent process");
    }

    private static async Task<(int Code, string Errors)> RunAsync(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
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
