using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers;

/// <summary>Redis for tests, with a password; it keeps nothing on the disk.</summary>
public sealed class RedisContainer : ServerContainer
{
    private const int Inside = 6379;

    private readonly string password = PrivateFile.NewPassword();

    /// <summary>In the form of StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{PortOf(Inside)},password={password}";

    internal override string Service => "redis";

    internal override IReadOnlyList<int> Ports => [Inside];

    internal override IReadOnlyList<string> Command =>
        ["redis-server", "--requirepass", password, "--save", "", "--appendonly", "no"];

    internal override Task<bool> AnswersAsync(CancellationToken ct) => TcpQuestion.AskAsync(
        PortOf(Inside), $"AUTH {password}\r\nPING\r\n", answer => answer.EndsWith("+PONG\r\n", StringComparison.Ordinal), ct);
}
