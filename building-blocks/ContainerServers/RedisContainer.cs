using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers;

/// <summary>Redis for tests, with a password; it keeps nothing on the disk.</summary>
public sealed class RedisContainer : ServerContainer
{
    private const int Inside = 6379;

    public string Password { get; } = PrivateFile.NewPassword();

    /// <summary>On 127.0.0.1.</summary>
    public int Port => PortOf(Inside);

    internal override string Service => "redis";

    internal override IReadOnlyList<int> Ports => [Inside];

    internal override IReadOnlyList<string> Command =>
        ["redis-server", "--requirepass", Password, "--save", "", "--appendonly", "no"];

    internal override Task<bool> AnswersAsync(CancellationToken ct) => TcpQuestion.AskAsync(
        Port, $"AUTH {Password}\r\nPING\r\n", answer => answer.EndsWith("+PONG\r\n", StringComparison.Ordinal), ct);
}
