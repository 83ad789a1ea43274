using System.Collections.Frozen;
using System.Globalization;

namespace WeChatPlatform.Capture.Agent.Configuration;

/// <summary>
/// Keys of the configuration files that earlier agents had, and the options that they are today. Keys that have nothing to
/// set any more are taken and said to be without effect, so that an old file can be used as it is.
/// </summary>
internal static class SeedKeys
{
    private const string Poll = "Agent:Poll:ActiveMilliseconds";
    private const string IdlePoll = "Agent:Poll:IdleMilliseconds";
    private const int MillisecondsPerSecond = 1000;

    internal static FrozenDictionary<string, SeedKey> All { get; } = new Dictionary<string, SeedKey>(StringComparer.Ordinal)
    {
        ["server.url"] = Text("Agent:ServerUrl"),
        ["server.websocket_url"] = Without("由 server.url 得出", "it follows from server.url"),
        ["server.api_version"] = Without("只有 v1", "there is v1 only"),
        ["client.agent_id"] = Text("Agent:AgentId"),
        ["client.api_key"] = Text("Agent:ApiKey"),
        ["client.api_key_file"] = Text("Agent:ApiKeyFile"),
        ["client.name"] = Without("名称在服务器上设置", "the server has the name"),
        ["client.server_url"] = Text("Agent:ServerUrl"),
        ["client.check_interval_ms"] = Whole(Poll, IdlePoll),
        ["client.heartbeat_interval_sec"] = Whole("Agent:Link:HeartbeatSeconds"),
        ["client.offline_queue_max_size"] = Whole("Agent:Journal:QueueLimit"),
        ["wechat.check_interval"] = Seconds(Poll, IdlePoll),
        ["wechat.check_interval_ms"] = Whole(Poll, IdlePoll),
        ["wechat.whitelisted_groups"] = new("列表", "a list", name => [new("Agent:Scope:Include", $"group:{name}")]) { IsList = true },
        ["wechat.auto_start"] = Without("微信由人启动", "people start WeChat"),
        ["cache.directory"] = Text("Agent:DataFolder"),
        ["cache.enabled"] = AlwaysOn(),
        ["cache.encryption"] = AlwaysOn(),
        ["cache.cleanup_days"] = Without("服务器收到后立即删除", "what the server has is deleted at once"),
        ["offline_queue.enabled"] = AlwaysOn(),
        ["offline_queue.max_size"] = Whole("Agent:Journal:QueueLimit"),
        ["offline_queue.retry_interval"] = Seconds("Agent:Link:LongestRetryMilliseconds"),
        ["offline_queue.retry_times"] = Without("一直重试到服务器收到为止", "it is tried until the server has it"),
        ["heartbeat.enabled"] = AlwaysOn(),
        ["heartbeat.interval"] = Whole("Agent:Link:HeartbeatSeconds"),
        ["heartbeat.timeout"] = Whole("Agent:Link:TimeoutSeconds"),
        ["local_responses.enabled"] = Flag("Agent:EdgeReplies:Enabled"),
        ["local_responses.patterns"] = Without(
            "问候语在服务器上维护（PUT /greetings），表为空时不回复", "the server keeps the greetings (PUT /greetings); without any, none is answered"),
        ["logging.level"] = new("DEBUG、INFO、WARNING、ERROR 或 CRITICAL", "DEBUG, INFO, WARNING, ERROR or CRITICAL", Level),
        ["logging.format"] = Without("日志是标准输出上的 JSON", "the log is JSON on the standard output"),
        ["logging.file"] = Without("日志写到标准输出", "the log goes to the standard output"),
        ["logging.max_size"] = Without("日志写到标准输出", "the log goes to the standard output"),
        ["logging.backup_count"] = Without("日志写到标准输出", "the log goes to the standard output"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>First words of the keys: what may stand at the top of a file.</summary>
    internal static FrozenSet<string> Sections { get; } =
        All.Keys.Select(key => key[..key.IndexOf('.', StringComparison.Ordinal)]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a key sets. Null from <paramref name="Read"/>: the value is none of what is expected.</summary>
    internal sealed record SeedKey(string Chinese, string English, Func<string, KeyValuePair<string, string?>[]?> Read)
    {
        public bool IsList { get; init; }

        /// <summary>Why the key sets nothing; absent for one that does.</summary>
        public (string Chinese, string English)? NoEffect { get; init; }
    }

    private static SeedKey Text(string path) => new("一个值", "one value", text => [new(path, text)]);

    private static SeedKey Whole(params string[] paths) => new("整数", "a whole number", text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? Each(paths, text) : null);

    private static SeedKey Flag(string path) => new("true 或 false", "true or false", text =>
        bool.TryParse(text, out var isOn) ? [new(path, isOn ? "true" : "false")] : null);

    /// <summary>Seconds, in parts if need be, that the options count in milliseconds.</summary>
    private static SeedKey Seconds(params string[] paths) => new("秒数", "a number of seconds", text =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0 and <= int.MaxValue / MillisecondsPerSecond
            ? Each(paths, ((int)(seconds * MillisecondsPerSecond)).ToString(CultureInfo.InvariantCulture))
            : null);

    private static SeedKey Without(string chinese, string english) =>
        new("一个值", "one value", _ => []) { NoEffect = (chinese, english) };

    private static SeedKey AlwaysOn() => new("true（不能关闭）", "true: it cannot be turned off", text =>
        bool.TryParse(text, out var isOn) && isOn ? [] : null);

    private static KeyValuePair<string, string?>[]? Level(string text)
    {
        var level = text.ToUpperInvariant() switch
        {
            "DEBUG" => "Debug",
            "INFO" or "INFORMATION" => "Information",
            "WARN" or "WARNING" => "Warning",
            "ERROR" => "Error",
            "CRITICAL" => "Critical",
            _ => null,
        };
        return level is null ? null : [new("Logging:LogLevel:Default", level)];
    }

    private static KeyValuePair<string, string?>[] Each(string[] paths, string value) =>
        [.. paths.Select(path => new KeyValuePair<string, string?>(path, value))];
}
