using WeChatPlatform.Capture.Agent.Commands;

namespace WeChatPlatform.Capture.Tests.Control;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_a_command_the_agent_runs() => CommandLine.Parse([]).Command.ShouldBe("run");

    [Fact]
    public void Command_file_and_settings_may_stand_in_any_order()
    {
        var line = CommandLine.Parse(["--config", "a.yaml", "check", "--send", "--Agent:Poll:KnownRows=30", "--report"]);

        line.Fault.ShouldBeNull();
        (line.Command, line.ConfigurationFile, line.TestSend, line.Report).ShouldBe(("check", "a.yaml", true, true));
        line.Settings.ShouldBe(["--Agent:Poll:KnownRows=30"]);
    }

    [Theory]
    [InlineData("puase")]
    [InlineData("pause", "now")]
    [InlineData("run", "--fast")]
    [InlineData("dump")]
    [InlineData("protect-key")]
    [InlineData("run", "--config")]
    [InlineData("run", "--send")]
    public void A_slip_of_the_finger_starts_nothing(params string[] args) =>
        CommandLine.Parse(args).Fault.ShouldNotBeNull().ShouldContain(" / ");
}
