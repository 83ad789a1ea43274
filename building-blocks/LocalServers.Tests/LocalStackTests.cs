using WeChatPlatform.LocalStack;

namespace WeChatPlatform.LocalServers.Tests;

public sealed class LocalStackTests
{
    [Fact]
    public async Task The_command_finds_the_server_in_its_environment_and_its_exit_code_comes_back()
    {
        await using var folder = new ServerFolder();
        using var stack = RunningLocalStack.Start(folder, "--postgres --fast", "exit 7");
        var variables = await stack.ReadVariablesAsync();

        (await stack.ExitCodeAsync()).ShouldBe(7);
        variables["Persistence__ConnectionString"].ShouldContain("Host=127.0.0.1;Port=");
        variables["TEST_POSTGRES"].ShouldBe(variables["Persistence__ConnectionString"]);
        Postmaster.Read(folder.For("postgres/cluster")).ShouldBeNull();
    }

    [Fact]
    public async Task A_signal_is_the_commands_to_obey_and_the_server_stops_after_it()
    {
        await using var folder = new ServerFolder();
        using var stack = RunningLocalStack.Start(
            folder, "--postgres --fast", "trap 'exit 5' TERM; while true; do sleep 0.05; done");
        await stack.ReadVariablesAsync();
        stack.Send(UnixSignal.Terminate);

        (await stack.ExitCodeAsync()).ShouldBe(5);
        Postmaster.Read(folder.For("postgres/cluster")).ShouldBeNull();
    }

    [Theory]
    [InlineData("--data d --postgres", "the command to run is missing (after --)")]
    [InlineData("--postgres -- true", "--data DIR is missing")]
    [InlineData("--data d --mongo -- true", "unknown argument --mongo")]
    public void A_wrong_command_line_is_named(string words, string expected)
    {
        Arguments.Parse(words.Split(' '), out var fault).ShouldBeNull();

        fault.English.ShouldBe(expected);
    }
}
