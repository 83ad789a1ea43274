using WeChatPlatform.Chaos.Tests.Judging;
using WeChatPlatform.Chaos.Tests.Staging;

namespace WeChatPlatform.Chaos.Tests.Striking;

/// <summary>
/// Carries a plan out, one fault after the other; what lasts, lasts beside the next ones, and is undone when its time is
/// over.
/// </summary>
internal sealed class Striker(Stage stage) : IDisposable
{
    /// <summary>How long a step is waited for. A fault whose step does not come strikes all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private const int FullDiskBytes = 512;
    private const int SlowWindowMilliseconds = 500;
    private const int LateRowMilliseconds = 4_000;
    private const double ManyTimes = 0.5;
    private const double SomeTimes = 0.25;

    private readonly List<Task> _lasting = [];
    private readonly SemaphoreSlim _rabbitMq = new(1);
    private readonly SemaphoreSlim _postgres = new(1);
    private readonly People _people = new(stage);

    /// <summary>The times in which nothing may be typed, once everything is told.</summary>
    public IReadOnlyList<QuietTime> QuietTimes(Told told) => _people.QuietTimes(told);

    public async Task StrikeAsync(IReadOnlyList<Fault> plan, CancellationToken ct)
    {
        foreach (var fault in plan)
        {
            await Task.Delay(fault.After, ct);
            if (fault.At is not { } step)
            {
                await StrikeAsync(fault, ct);
            }
            else if (!await stage.Watch.StrikeAtAsync(step, AccountOf(fault), Patience, () => StrikeAsync(fault, ct), ct))
            {
                stage.Timeline.Say($"#{fault.Number}: nobody came to {step}");
                await StrikeAsync(fault, ct);
            }
        }

        await Task.WhenAll(_lasting);
        _lasting.Clear();
    }

    public void Dispose()
    {
        _rabbitMq.Dispose();
        _postgres.Dispose();
    }

    private string? AccountOf(Fault fault) => stage.Accounts.Any(account => account.AgentId == fault.Target) ? fault.Target : null;

    private async Task StrikeAsync(Fault fault, CancellationToken ct)
    {
        stage.Timeline.Say($"{fault}");
        var account = stage.Accounts.FirstOrDefault(account => account.AgentId == fault.Target);
        switch (fault.Kind)
        {
            case FaultKind.KillAgent:
                await account!.KillAgentAsync(fault.Lasting, ct);
                break;
            case FaultKind.KillDesktop:
                await account!.KillDesktopAsync(fault.Lasting, ct);
                break;
            case FaultKind.KillService:
                await stage.Supervisor.KillAsync(stage.Stack.All.First(process => process.Name == fault.Target), fault.Lasting, ct);
                break;
            case FaultKind.KillRabbitMq:
                await KillAsync(_rabbitMq, stage.Servers.KillRabbitMqAsync, stage.Servers.StartRabbitMqAsync, fault, ct);
                break;
            case FaultKind.KillPostgres:
                await KillAsync(_postgres, stage.Servers.KillPostgresAsync, stage.Servers.StartPostgresAsync, fault, ct);
                break;
            case FaultKind.CutNetwork:
                stage.Networks[fault.Target].Cut();
                Last(fault, () => stage.Networks[fault.Target].Heal(keep: false), ct);
                break;
            case FaultKind.DropConnections:
                stage.Networks[fault.Target].Reset();
                break;
            case FaultKind.SlowNetwork:
                stage.Networks[fault.Target].Delay = TimeSpan.FromMilliseconds(50);
                Last(fault, () => stage.Networks[fault.Target].Delay = TimeSpan.Zero, ct);
                break;
            case FaultKind.OwnerWrites:
                await LastAsync(done => _people.OwnerWritesAsync(account!, fault, done, ct));
                break;
            case FaultKind.Pause:
                await LastAsync(done => _people.PauseAsync(account!, fault, done, ct));
                break;
            case FaultKind.StopAgent:
                await LastAsync(done => _people.StopAsync(account!, fault, done, ct));
                break;
            default:
                await StrikeAsync(fault, account!, ct);
                break;
        }
    }

    /// <summary>What strikes between an agent and its server, its window or its disk.</summary>
    private async Task StrikeAsync(Fault fault, Account account, CancellationToken ct)
    {
        switch (fault.Kind)
        {
            case FaultKind.Repeats:
                Befall(fault, account.Trouble, Mishap.Repeated, ManyTimes, ct);
                break;
            case FaultKind.Overtakes:
                Befall(fault, account.Trouble, Mishap.Overtaken, ManyTimes, ct);
                break;
            case FaultKind.LostAnswers:
                Befall(fault, account.Trouble, Mishap.AnswerLost, ManyTimes, ct);
                break;
            case FaultKind.Echoes:
                Befall(fault, account.Trouble, Mishap.Echoed, ManyTimes, ct);
                break;
            case FaultKind.DeafWindow:
                Befall(fault, account.WindowTrouble, Mishap.AnswerLost, SomeTimes, ct);
                break;
            case FaultKind.FullDisk:
                if (await account.LimitFilesAsync(FullDiskBytes, ct))
                {
                    Last(fault, () => account.LimitFilesAsync(null, ct), ct);
                }

                break;
            case FaultKind.SlowWindow or FaultKind.IgnoredEnter or FaultKind.LateRows:
                // A window that is down at this moment is waited for beside the next faults.
                _lasting.Add(MisbehaveAsync(fault, account, ct));
                break;
            default:
                throw new InvalidOperationException($"Nobody carries out {fault.Kind}.");
        }
    }

    private void Befall(Fault fault, Trouble trouble, Mishap mishap, double share, CancellationToken ct)
    {
        trouble.Befall(mishap, share);
        Last(fault, () => trouble.Befall(mishap, 0), ct);
    }

    private static async Task MisbehaveAsync(Fault fault, Account account, CancellationToken ct)
    {
        var (what, value) = fault.Kind switch
        {
            FaultKind.SlowWindow => ("latency_ms", SlowWindowMilliseconds),
            FaultKind.LateRows => ("row_delay_ms", LateRowMilliseconds),
            _ => ("enter_ignored", 1),
        };
        await account.SetFaultsAsync(new Dictionary<string, object> { [what] = value }, ct);
        await Task.Delay(fault.Lasting, ct);
        await account.SetFaultsAsync(new Dictionary<string, object>(), ct);
    }

    // The strike is the death; that it comes back is waited for beside the next faults.
    private async Task KillAsync(
        SemaphoreSlim server, Func<Task> kill, Func<CancellationToken, Task> start, Fault fault, CancellationToken ct)
    {
        if (!await server.WaitAsync(TimeSpan.Zero, ct))
        {
            stage.Timeline.Say($"#{fault.Number}: it is down already");
            return;
        }

        await kill();
        _lasting.Add(StartAsync());

        async Task StartAsync()
        {
            await Task.Delay(fault.Lasting, ct);
            await start(ct);
            stage.Timeline.Say($"#{fault.Number}: it is back");
            server.Release();
        }
    }

    // A step that is held is held until the person has acted; when the platform is away, the act comes later.
    private async Task LastAsync(Func<TaskCompletionSource, Task> act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lasting.Add(act(done));
        await done.Task.WaitAsync(Patience / 2).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Last(Fault fault, Action undo, CancellationToken ct) => Last(
        fault,
        () =>
        {
            undo();
            return Task.CompletedTask;
        },
        ct);

    private void Last(Fault fault, Func<Task> undo, CancellationToken ct)
    {
        _lasting.Add(LastAsync());

        async Task LastAsync()
        {
            await Task.Delay(fault.Lasting, ct);
            await undo();
            stage.Timeline.Say($"#{fault.Number} is over");
        }
    }
}
