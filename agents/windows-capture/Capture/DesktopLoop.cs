using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing;

namespace WeChatPlatform.Capture;

/// <summary>
/// The only one that touches the window: types a part when one is due and nothing holds it, then looks around, then rests.
/// Nothing else may use the desktop, so a text is never typed while a chat is being changed.
/// </summary>
internal sealed class DesktopLoop(
    PartSender sender,
    WatchPass watch,
    PartGate gate,
    HeldParts held,
    SendPace pace,
    SendHold hold,
    AgentJournal journal,
    AgentHealth health,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<DesktopLoop> logger) : BackgroundService
{
    private const double IdleGrowth = 1.25;

    // A part that has begun is brought to its end when the process is asked to stop, within reason.
    private static readonly TimeSpan FinishTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);
    private bool _typed;

    /// <summary>One round. True when something happened.</summary>
    internal async Task<bool> RunOnceAsync(CancellationToken looking, CancellationToken typing)
    {
        _typed = false;
        var alone = journal.State.Ledger.Exists(gate.GoesAlone) && !LedgerSteps.IsAnotherBegun(journal.State, gate.GoesAlone);
        if (alone || !hold.IsOn)
        {
            // Without a server only answers that were made here go; what only the server can let go holds them up no longer.
            var choice = pace.Choose(alone ? gate.GoesAlone : null);
            if (choice.Due is { } due)
            {
                _typed = await sender.SendAsync(due, typing);
            }

            await held.AskAsync(choice.Held, typing);
        }

        return await watch.RunAsync(looking) > 0 || _typed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var finish = new CancellationTokenSource();
        await using var stopped = stoppingToken.Register(() => finish.CancelAfter(FinishTime));
        var active = TimeSpan.FromMilliseconds(options.Value.Poll.ActiveMilliseconds);
        var idle = TimeSpan.FromMilliseconds(options.Value.Poll.IdleMilliseconds);
        var pause = active;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var busy = await RunOnceAsync(stoppingToken, finish.Token);
                Became("ok");
                pause = busy ? active : TimeSpan.FromTicks(Math.Min(idle.Ticks, (long)(pause.Ticks * IdleGrowth)));
                if (!_typed || journal.State.Ledger.IsEmpty)
                {
                    await journal.DecisionsWaiting.WaitAsync(pause, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The loop is the agent's life: a window that is away, or a full disk, is waited out.
                if (failure is DesktopUnavailableException unavailable)
                {
                    Became(unavailable.Reason);
                }
                else if (failure is JournalUnavailableException)
                {
                    // Said once by the journal itself.
                    Became("journal_unwritable");
                }
                else
                {
                    Became("agent_failing");
                    logger.RoundFailed(failure);
                }

                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Became(string state)
    {
        if (health.DesktopState != state)
        {
            health.DesktopState = state;
            logger.DesktopBecame(state);
        }
    }
}
