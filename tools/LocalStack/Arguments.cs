namespace WeChatPlatform.LocalStack;

/// <summary>What the command line asked for.</summary>
/// <remarks>
/// <paramref name="DockerHost"/>: containers instead of the installed programs, on the Docker at this address; empty means
/// Docker's default address, null means no containers.
/// </remarks>
internal sealed record Arguments(
    string DataFolder,
    bool Postgres,
    bool RabbitMq,
    bool Redis,
    bool Management,
    bool Fast,
    string? DockerHost,
    IReadOnlyList<string> Command)
{
    public const string Usage =
        "LocalStack --data DIR [--postgres] [--rabbitmq] [--redis] [--management] [--fast] [--containers DOCKER_HOST] -- COMMAND ARGS...";

    /// <summary>The arguments, or null and the first thing that is wrong with them.</summary>
    public static Arguments? Parse(IReadOnlyList<string> words, out (string Chinese, string English) fault)
    {
        fault = default;
        string? dataFolder = null;
        string? dockerHost = null;
        var flags = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        for (; index < words.Count && words[index] != "--"; index++)
        {
            switch (words[index])
            {
                case "--data" when index + 1 < words.Count:
                    dataFolder = words[++index];
                    break;
                case "--containers" when index + 1 < words.Count:
                    dockerHost = words[++index];
                    break;
                case "--postgres" or "--rabbitmq" or "--redis" or "--management" or "--fast":
                    flags.Add(words[index]);
                    break;
                default:
                    fault = ($"不认识的参数 {words[index]}", $"unknown argument {words[index]}");
                    return null;
            }
        }

        var command = words.Skip(index + 1).ToArray();
        if (dataFolder is null || command.Length == 0)
        {
            fault = dataFolder is null
                ? ("缺少 --data 数据目录", "--data DIR is missing")
                : ("缺少要运行的命令（写在 -- 之后）", "the command to run is missing (after --)");
            return null;
        }

        // The management API is RabbitMQ's: asking for it asks for the node.
        return new Arguments(
            dataFolder,
            flags.Contains("--postgres"),
            flags.Contains("--rabbitmq") || flags.Contains("--management"),
            flags.Contains("--redis"),
            flags.Contains("--management"),
            flags.Contains("--fast"),
            dockerHost,
            command);
    }
}
