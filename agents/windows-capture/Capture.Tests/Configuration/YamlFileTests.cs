using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Agent;
using WeChatPlatform.Capture.Agent.Commands;
using WeChatPlatform.Capture.Agent.Configuration;

namespace WeChatPlatform.Capture.Tests.Configuration;

public sealed class YamlFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_of_an_earlier_agent_sets_what_its_keys_mean_and_says_which_have_no_effect()
    {
        var file = Read("""
            server:
              url: https://support.example.com
              websocket_url: wss://support.example.com
            client:
              agent_id: agent_001
              api_key: k
              name: 客服001号
            wechat:
              auto_start: true
              check_interval: 1.5
              whitelisted_groups: [技术支持群, VIP客户群]
            cache:
              enabled: true
              directory: client_cache
              encryption: true
              cleanup_days: 7
            offline_queue:
              max_size: 500
              retry_times: 3
              retry_interval: 60
            heartbeat:
              enabled: true
              interval: 20
              timeout: 10
            logging:
              level: WARNING
              file: logs/client.log
            local_responses:
              enabled: true
              patterns:
                - pattern: "^你好$"
                  response: 您好！
            """);

        file.Faults.ShouldBeEmpty();
        file.Settings.ShouldBe(
            new Dictionary<string, string?>
            {
                ["Agent:ServerUrl"] = "https://support.example.com",
                ["Agent:AgentId"] = "agent_001",
                ["Agent:ApiKey"] = "k",
                ["Agent:Poll:ActiveMilliseconds"] = "1500",
                ["Agent:Poll:IdleMilliseconds"] = "1500",
                ["Agent:Scope:Include:0"] = "group:技术支持群",
                ["Agent:Scope:Include:1"] = "group:VIP客户群",
                ["Agent:DataFolder"] = Path.Combine(_folder.Path, "client_cache"),
                ["Agent:Journal:QueueLimit"] = "500",
                ["Agent:Link:LongestRetryMilliseconds"] = "60000",
                ["Agent:Link:HeartbeatSeconds"] = "20",
                ["Agent:Link:TimeoutSeconds"] = "10",
                ["Agent:EdgeReplies:Enabled"] = "true",
                ["Logging:LogLevel:Default"] = "Warning",
            },
            ignoreOrder: true);
        file.Notes.Count.ShouldBe(7);
        file.Notes.ShouldContain(note => note.StartsWith("agent.yaml:3: server.websocket_url 不起作用"));
    }

    [Fact]
    public void Every_option_can_be_set_by_its_own_name()
    {
        var file = Read("""
            data_folder: data
            account: { nickname: 客服小微, aliases: { 充电桩业主群: 小微 } }
            scope: { include: ["*"], system_chats: true }
            desktop: { kind: simulated, url: "http://127.0.0.1:8090" }
            Poll: { KnownRows: 80 }
            status-page: { port: 8091 }
            """);

        file.Faults.ShouldBeEmpty();
        file.Settings.ShouldBe(
            new Dictionary<string, string?>
            {
                ["Agent:DataFolder"] = Path.Combine(_folder.Path, "data"),
                ["Agent:Account:Nickname"] = "客服小微",
                ["Agent:Account:Aliases:充电桩业主群"] = "小微",
                ["Agent:Scope:Include:0"] = "*",
                ["Agent:Scope:SystemChats"] = "True",
                ["Agent:Desktop:Kind"] = "Simulated",
                ["Agent:Desktop:Url"] = "http://127.0.0.1:8090",
                ["Agent:Poll:KnownRows"] = "80",
                ["Agent:StatusPage:Port"] = "8091",
            },
            ignoreOrder: true);
    }

    [Fact]
    public void All_faults_are_found_at_once_with_their_lines_and_without_the_values()
    {
        var file = Read("""
            server:
              urll: https://support.example.com
            client:
              api_key: [secret-1, secret-2]
            wechat:
              check_interval: secret-3
            heartbeat:
              enabled: false
              interval: 20
            link: { heartbeat_seconds: 30, timeout: 5 }
            desktop:
              kind: linux
            scope: all
            nonsense: 1
            """);

        file.Faults.Select(fault => fault[..fault.IndexOf(' ', StringComparison.Ordinal)]).ShouldBe(
            ["agent.yaml:2:", "agent.yaml:4:", "agent.yaml:6:", "agent.yaml:8:", "agent.yaml:10:", "agent.yaml:10:", "agent.yaml:12:", "agent.yaml:13:", "agent.yaml:14:"]);
        file.Faults.ShouldAllBe(fault => fault.Contains(" / ") && !fault.Contains("secret"));
        file.Faults[0].ShouldContain("server.url, server.websocket_url");
        file.Faults[6].ShouldContain("simulated");
    }

    [Fact]
    public void A_file_that_is_no_yaml_names_the_line()
    {
        Read("server:\n  url: \"https://\n").Faults.ShouldHaveSingleItem().ShouldContain("不是有效的 YAML");
        Read("server: {url: a}\nserver: {url: b}\n").Faults.ShouldHaveSingleItem().ShouldStartWith("agent.yaml:2:");
        YamlFile.Read(Path.Combine(_folder.Path, "absent.yaml")).Faults.ShouldHaveSingleItem().ShouldContain("无法读取配置文件");
    }

    [Fact]
    public void A_key_that_stands_twice_is_one_fault_among_others()
    {
        var file = Read("""
            server: { url: a, url: secret-1 }
            account: { nickname: n, aliases: { 群: b } }
            account: { nonsense: 1 }
            scope: { include: ["*", "*"] }
            nonsense: 1
            """);

        file.Faults.Select(fault => fault.Split('，')[0].Split(" / ")[0])
            .ShouldBe(["agent.yaml:1: url 写了两次", "agent.yaml:3: account 写了两次", "agent.yaml:5: 没有配置项 nonsense"]);
        file.Faults.ShouldAllBe(fault => !fault.Contains("secret"));
        file.Settings["Agent:ServerUrl"].ShouldBe("a");
        file.IsRead.ShouldBeFalse();
        Read("server: { url: a, url: b }\n").IsRead.ShouldBeTrue();
    }

    [Fact]
    public void A_key_that_looks_like_yaml_is_not_repeated()
    {
        var fault = Read("client:\n  api_key: *secret-1\n").Faults.ShouldHaveSingleItem();

        fault.ShouldContain("要加引号");
        fault.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("client:\n  agent_id: \"a\n")]
    [InlineData(null)]
    public void Of_a_file_that_cannot_be_read_nothing_is_said_to_be_missing(string? text)
    {
        var file = text is null ? YamlFile.Read(Path.Combine(_folder.Path, "absent.yaml")) : Read(text);

        ConfigurationFaults.Of(file, () => throw new OptionsValidationException("", typeof(AgentOptions), ["Agent:AgentId is missing."]))
            .ShouldBe(file.Faults);
    }

    [Fact]
    public void A_value_out_of_its_range_is_told_with_its_line_in_both_languages()
    {
        var file = Read("poll:\n  known_rows: 5\n");

        ConfigurationFaults.Of(file, () => throw new OptionsValidationException("", typeof(AgentOptions),
                ["KnownRows: The field AgentOptions.Poll.KnownRows must be between 20 and 500.", "AgentId: Agent:AgentId is missing."]))
            .ShouldBe(
            [
                "agent.yaml:2: poll.known_rows 取值应在 20 到 500 之间 / The field Agent.Poll.KnownRows must be between 20 and 500.",
                "client.agent_id 必填：1 到 64 个字母、数字、点、横线或下划线 / Agent:AgentId is missing.",
            ]);
    }

    [Fact]
    public void The_example_of_the_package_is_accepted_as_the_installer_writes_it()
    {
        var example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "agent.example.yaml"));
        File.WriteAllText(Path.Combine(_folder.Path, "agent.key"), "key");
        var file = Read(example.Replace("@DATA@", _folder.Path, StringComparison.Ordinal).Replace('\\', Path.DirectorySeparatorChar));
        file.Faults.ShouldBeEmpty();
        file.Notes.ShouldBeEmpty();

        // Elsewhere than on Windows the window is simulated, and somewhere.
        var (builder, _) = AgentHost.Configure(Path.Combine(_folder.Path, "agent.yaml"), ["--Agent:Desktop:Url=http://127.0.0.1:1"]);
        builder.AddAgent();
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<AgentOptions>>().Value;

        options.Scope.Include.ShouldBe(["group:测试群"]);
        options.ApiKeyFile.ShouldBe(Path.Combine(_folder.Path, "agent.key"));
    }

    [Fact]
    public void The_names_that_outlast_trimming_are_those_of_the_classes()
    {
        Names("", OptionNames.Root).ShouldBe(Properties("", typeof(AgentOptions)), ignoreOrder: true);

        static IEnumerable<string> Names(string prefix, IEnumerable<OptionNames.Option> options) => options.SelectMany(option =>
            option.IsGroup ? Names($"{prefix}{option.Name}:", option.Members) : [prefix + option.Name]);

        static IEnumerable<string> Properties(string prefix, Type type) => type.GetProperties()
            .SelectMany(property => property.GetCustomAttribute<ValidateObjectMembersAttribute>() is null
                ? [prefix + property.Name]
                : Properties($"{prefix}{property.Name}:", property.PropertyType));
    }

    private YamlFile Read(string text)
    {
        var path = Path.Combine(_folder.Path, "agent.yaml");
        File.WriteAllText(path, text);
        return YamlFile.Read(path);
    }
}
