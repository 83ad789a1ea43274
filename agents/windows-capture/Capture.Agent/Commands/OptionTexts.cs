using System.Collections.Frozen;
using System.Text.RegularExpressions;
using WeChatPlatform.Capture.Agent.Configuration;

namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>What options must be, in Chinese, by the names that a file writes them with: the options' own words are English.</summary>
internal static partial class OptionTexts
{
    // The names that stand in the example and in the files of earlier agents.
    private static readonly FrozenDictionary<string, string> Usual = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Agent:ServerUrl"] = "server.url",
        ["Agent:AgentId"] = "client.agent_id",
        ["Agent:ApiKey"] = "client.api_key",
        ["Agent:ApiKeyFile"] = "client.api_key_file",
        ["Agent:DataFolder"] = "cache.directory",
        ["Agent:Journal:QueueLimit"] = "offline_queue.max_size",
        ["Agent:Link:HeartbeatSeconds"] = "heartbeat.interval",
        ["Agent:Link:TimeoutSeconds"] = "heartbeat.timeout",
        ["Agent:Poll:ActiveMilliseconds"] = "wechat.check_interval",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Rules = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Agent:ServerUrl"] = "必填，须为 http 或 https 地址，如 https://support.example.com",
        ["Agent:AgentId"] = "必填：1 到 64 个字母、数字、点、横线或下划线",
        ["Agent:ApiKey"] = "与 client.api_key_file 必须且只能填一个",
        ["Agent:ApiKeyFile"] = "所指的文件不存在",
        ["Agent:DataFolder"] = "必填：只给这个客户端使用的目录",
        ["Agent:OtlpEndpoint"] = "须为 http 或 https 地址",
        ["Agent:Account:Nickname"] = "必填：账号自己的名字，客户在群里 @ 的就是它",
        ["Agent:Scope:Include"] = "为空，不会读取任何聊天：全部聊天写 \"*\"，或按名称写如 \"group:*业主群*\"、\"private:张*\"",
        ["Agent:Desktop:Url"] = "须为模拟桌面的 http 或 https 地址",
        ["Agent:Desktop:Kind"] = "为 windows，而这台电脑不是 Windows",
        ["Agent:Desktop:SendKey"] = "应为 enter 或 control_enter",
        ["Agent:Pace:QuietHours"] = "应为 23:00-07:00 这样的时段，或留空",
        ["Agent:Pace:MaxMilliseconds"] = "不能小于 pace.min_milliseconds",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <param name="option">Such as Agent:Pace:PerHour; empty when the fault names none.</param>
    /// <param name="english">The fault in the option's own words.</param>
    public static string Chinese(string option, string english)
    {
        var what = Between().Match(english) is { Success: true } range
            ? $"取值应在 {range.Groups["least"].Value} 到 {range.Groups["most"].Value} 之间"
            : Rules.GetValueOrDefault(option) ?? "取值不对";
        return option.Length == 0 ? what : $"{Written(option)} {what}";
    }

    private static string Written(string option) =>
        Usual.GetValueOrDefault(option) ?? string.Join('.', option.Split(':').Skip(1).Select(OptionNames.Written));

    [GeneratedRegex(@"between (?<least>-?[\d.]+) and (?<most>-?[\d.]+?)\.?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Between();
}
