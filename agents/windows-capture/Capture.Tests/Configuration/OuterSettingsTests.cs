using WeChatPlatform.Capture.Agent.Configuration;

namespace WeChatPlatform.Capture.Tests.Configuration;

/// <summary>What the command line sets; the environment comes by the same way.</summary>
public sealed class OuterSettingsTests
{
    [Fact]
    public void Every_fault_is_told_at_once_and_no_value_is_repeated()
    {
        var outer = OuterSettings.Read(
        [
            "--Agent:Pase:PerHour=secret-1", "--Agent:Pace:PerHour=secret-2", "--Agent:Pace:Limited=secret-3", "--Agent:Scope=secret-4",
            "--Agent:AgentId:Deeper=secret-5", "--Agent:Desktop:Kind=secret-6",
        ]);

        outer.Faults.Count.ShouldBe(6);
        outer.Faults.ShouldAllBe(fault => fault.Contains(" / ") && !fault.Contains("secret"));
        outer.Faults.ShouldContain("环境变量或命令行：没有配置项 Agent:Pase:PerHour / environment or command line: there is no option Agent:Pase:PerHour");
        outer.Faults.ShouldContain("环境变量或命令行：Agent:Pace:PerHour 应为整数 / environment or command line: Agent:Pace:PerHour must be a whole number");
        outer.Settings.Keys.ShouldAllBe(name => !name.StartsWith("Agent:", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void What_the_options_have_is_taken_in_whatever_case_and_what_is_set_to_nothing_is_not_set()
    {
        var outer = OuterSettings.Read(
        [
            "--agent:serverurl=http://a", "--Agent:Scope:Include:0=*", "--Agent:Account:Aliases:群=小微", "--Agent:Desktop:Kind=simulated",
            "--Agent:Pace:PerHour=", "--Logging:LogLevel:Default=Warning",
        ]);

        outer.Faults.ShouldBeEmpty();
        outer.Settings["Agent:ServerUrl"].ShouldBe("http://a");
        outer.Settings["Agent:Scope:Include:0"].ShouldBe("*");
        outer.Settings["Agent:Account:Aliases:群"].ShouldBe("小微");
        outer.Settings["Agent:Desktop:Kind"].ShouldBe("Simulated");
        outer.Settings.ContainsKey("Agent:Pace:PerHour").ShouldBeFalse();
        outer.Settings["Logging:LogLevel:Default"].ShouldBe("Warning");
    }
}
