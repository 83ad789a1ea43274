using System.Diagnostics;
using System.Globalization;
using WeChatPlatform.Chaos.Tests.Judging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>
/// One WeChat account: its simulated desktop and its agent, two processes, with a passage between them and another one,
/// and a network that can be cut, between the agent and its server.
/// </summary>
internal sealed class Account : IAsyncDisposable
{
    private readonly Supervisor _supervisor;
    private readonly DesktopMode _mode;

    private Account(string agentId, DesktopMode mode, Uri desktop, Supervisor supervisor, int seed)
    {
        AgentId = agentId;
        _mode = mode;
        _supervisor = supervisor;
        Players = new Players(desktop);
        Trouble = new Trouble(seed);
        WindowTrouble = new Trouble(seed + 1);
    }

    public string AgentId { get; }

    public DesktopMode Mode => _mode;

    public Players Players { get; }

    public PlatformProcess Desktop { get; private set; } = null!;

    public PlatformProcess Agent { get; private set; } = null!;

    /// <summary>Of what goes between agent and server.</summary>
    public Trouble Trouble { get; }

    /// <summary>Of what goes between agent and window.</summary>
    public Trouble WindowTrouble { get; }

    public TcpProxy ToServer { get; private set; } = null!;

    /// <summary>What did not come through last, to the server and to the window.</summary>
    public string LastCuts => $"{AgentId}: {ServerPassage.LastCut}; {WindowPassage.LastCut}";

    private Passage ServerPassage { get; set; } = null!;

    private Passage WindowPassage { get; set; } = null!;

    public static async Task<Account> StartAsync(
        string agentId, string apiKey, DesktopMode mode, Uri api, string folder, ProcessPorts ports, Supervisor supervisor,
        StepWatch watch, int seed, CancellationToken ct)
    {
        var desktop = ports.Take();
        var account = new Account(agentId, mode, desktop, supervisor, seed);
        account.Desktop = new PlatformProcess(
            $"{agentId}-desktop",
            "Simulator",
            new Dictionary<string, string>(mode.Settings)
            {
                ["Simulator__Port"] = $"{desktop.Port}",
                ["Simulator__DataFolder"] = Path.Combine(folder, $"{agentId}-desktop"),
                ["Simulator__Nickname"] = Lines.Nickname,
            },
            async (_, ready) => (await account.Players.LookAsync(ready)).Chats.Count > 0);
        account.Desktop.Start();
        await account.Desktop.BecomesReadyAsync(ct);
        await account.Players.SetFaultsAsync(mode.Faults, ct);
        supervisor.Watch(account.Desktop, again => account.SetFaultsAsync(new Dictionary<string, object>(), again));

        account.ServerPassage = await Passage.StartAsync(api, new ServerSteps(watch, agentId), account.Trouble, ct);
        account.WindowPassage = await Passage.StartAsync(desktop, new DesktopSteps(watch, agentId), account.WindowTrouble, ct);
        account.ToServer = TcpProxy.To(account.ServerPassage.Url.Port);
        account.Agent = new PlatformProcess(
            $"{agentId}-agent", "Capture.Agent", account.AgentSettings(apiKey, folder), (process, _) => Task.FromResult(process.IsRunning))
        {
            SurvivesFileLimits = true,
        };
        account.Agent.Start();
        supervisor.Watch(account.Agent);
        return account;
    }

    /// <summary>How the window misbehaves beside being what it is. Waits for a window that is away.</summary>
    public Task SetFaultsAsync(IReadOnlyDictionary<string, object> faults, CancellationToken ct) => Eventually.Holds(
        $"the desktop of {AgentId} takes its faults",
        async () =>
        {
            await Players.SetFaultsAsync(new Dictionary<string, object>(_mode.Faults.Concat(faults)), ct);
            return true;
        },
        TimeSpan.FromSeconds(30));

    /// <summary>
    /// No file of the agent may grow past the limit: what it writes to its disk fails from now on, as on a full one. It
    /// needs no privileges, because only the soft limit is changed. Null lifts it.
    /// </summary>
    /// <returns>False when this life of the agent is over.</returns>
    public async Task<bool> LimitFilesAsync(int? bytes, CancellationToken ct)
    {
        if (!Agent.IsRunning)
        {
            return false;
        }

        using var prlimit = Process.Start(new ProcessStartInfo(
            "prlimit",
            [
                "--pid", Agent.Id.ToString(CultureInfo.InvariantCulture),
                $"--fsize={bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}:",
            ])
        { UseShellExecute = false, RedirectStandardError = true })!;
        await prlimit.WaitForExitAsync(ct);
        return prlimit.ExitCode == 0;
    }

    public Task KillAgentAsync(TimeSpan down, CancellationToken ct) => _supervisor.KillAsync(Agent, down, ct);

    public Task KillDesktopAsync(TimeSpan down, CancellationToken ct) => _supervisor.KillAsync(Desktop, down, ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { Agent, ToServer, ServerPassage, WindowPassage, Desktop })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        Players.Dispose();
    }

    private Dictionary<string, string> AgentSettings(string apiKey, string folder) => new()
    {
        ["Agent__ServerUrl"] = $"http://127.0.0.1:{ToServer.Port}",
        ["Agent__AgentId"] = AgentId,
        ["Agent__ApiKey"] = apiKey,
        ["Agent__DataFolder"] = Path.Combine(folder, $"{AgentId}-agent"),
        ["Agent__Account__Nickname"] = Lines.Nickname,
        ["Agent__Account__LockFolder"] = folder,
        ["Agent__Scope__Include__0"] = "*",
        ["Agent__Desktop__Url"] = $"http://127.0.0.1:{WindowPassage.Url.Port}",
        ["Agent__Desktop__TimeoutSeconds"] = "5",

        // A minute of disturbances must not end in half a minute of patience, nor in a slow hand.
        ["Agent__Link__LongestRetryMilliseconds"] = "1000",
        ["Agent__Link__TimeoutSeconds"] = "5",
        ["Agent__Link__HeartbeatSeconds"] = "5",
        ["Agent__Pace__Limited"] = "false",
        ["Agent__Pace__MinMilliseconds"] = "50",
        ["Agent__Pace__MaxMilliseconds"] = "200",
        ["Agent__Pace__ReadBackSeconds"] = "3",
    };
}
