using System.Globalization;
using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Fleet.Tests;

/// <summary>
/// Fifty agents in this process, five of them behind a network that can be cut, and what a server tells of them.
/// </summary>
internal sealed class RunningFleet : IAsyncDisposable
{
    public const int Agents = 50;
    public const int Unlucky = 5;
    private const int AtOnce = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-").FullName;
    private readonly TcpProxy _network;
    private readonly Func<CancellationToken, Task<JsonElement>> _status;
    private readonly List<FleetAgent> _agents = [];

    private RunningFleet(TcpProxy network, Func<CancellationToken, Task<JsonElement>> status) => (_network, _status) = (network, status);

    /// <summary>Those whose network stays.</summary>
    public IReadOnlyList<FleetAgent> Lucky => _agents[Unlucky..];

    public IReadOnlyList<FleetAgent> All => _agents;

    /// <param name="server">Where the agents reach it.</param>
    /// <param name="newKey">Makes the key of a new agent.</param>
    /// <param name="status">Asks the server for GET /agents/status.</param>
    /// <param name="heartbeatSeconds">Between two heartbeats.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<RunningFleet> StartAsync(
        Uri server, Func<string, Task<string>> newKey, Func<CancellationToken, Task<JsonElement>> status, int heartbeatSeconds, CancellationToken ct)
    {
        var fleet = new RunningFleet(TcpProxy.To(server.Port), status);
        try
        {
            var behind = new UriBuilder(server) { Port = fleet._network.Port }.Uri;
            foreach (var few in Enumerable.Range(1, Agents).Chunk(AtOnce))
            {
                fleet._agents.AddRange(await Task.WhenAll(few.Select(async number =>
                {
                    var id = string.Create(CultureInfo.InvariantCulture, $"pc-{number:00}");
                    return await FleetAgent.StartAsync(
                        id, await newKey(id), number <= Unlucky ? behind : server, fleet._folder, heartbeatSeconds, ct);
                })));
            }

            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>The network of the unlucky stops in silence: nothing is closed, nobody is told.</summary>
    public void Cut() => _network.Cut();

    public void Heal() => _network.Heal(keep: false);

    public async Task<IReadOnlyDictionary<string, AgentView>> StatusAsync(CancellationToken ct)
    {
        var answer = await _status(ct);
        return answer.GetProperty("agents").EnumerateArray().Select(agent => agent.Deserialize<AgentView>(Json)!)
            .Where(agent => _agents.Exists(one => one.Id == agent.AgentId))
            .ToDictionary(agent => agent.AgentId, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<string>> OfflineAsync(CancellationToken ct) =>
        [.. (await StatusAsync(ct)).Values.Where(agent => !agent.Online).Select(agent => agent.AgentId).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_agents.Select(agent => agent.DisposeAsync().AsTask()));
        await _network.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal sealed record AgentView(
        string AgentId, bool Online, string? Health, DateTimeOffset LastSeenAt, DateTimeOffset? OfflineSince, long? Heartbeats, bool? WxOnline,
        double? CpuPercent, double? MemoryPercent, double? DiskPercent, int? AgentMemoryMb, string? AgentVersion, string? Os, long? MessagesProcessed);
}
