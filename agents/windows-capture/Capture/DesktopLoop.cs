using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture;

/// <summary>
/// The only one that touches the window: types a part when one is due and nothing holds it, then looks around, then rests.
/// Nothing else may use the desktop, so a text is never typed while a chat is being changed.
/// </summary>
internal sealed class DesktopLoop(
    PartSender sender,
    WatchPass watch,
    SendHold hold,
    WindowWatch window,
    DesktopErrands errands,
    AgentJournal journal,
    AgentHealth health,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<DesktopLoop> logger) : BackgroundService
{
    // A part that has begun is brought to its end when the process is asked to stop, within reason.
    private static readonly TimeSpan FinishTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>One round. True when something happened.</summary>
    internal async Task<bool> RunOnceAsync(CancellationToken looking, CancellationToken typing)
    {
        var typed = false;
        // A stop at this PC takes out of the input box what an interrupted part left there; a part is not begun.
        if (LedgerSteps.Next(journal.State) is { } due
            && (!hold.IsOn || (hold.IsLocal && due.Part.Step != SendStep.Received)))
        {
            typed = await sender.SendAsync(due, typing);
        }

        return await watch.RunAsync(looking) > 0 || typed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var finish = new CancellationTokenSource();
        await using var stopped = stoppingToken.Register(() => finish.CancelAfter(FinishTime));
        var pace = new PollPace(options.Value.Poll, window.IsReal, () => Environment.CpuUsage.TotalTime, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await errands.DoWaitingAsync(stoppingToken);
                var busy = await RunOnceAsync(stoppingToken, finish.Token);
                await BecameAsync(WindowHealth.Of(WindowState.Ok), stoppingToken);
                var pause = pace.After(busy);
                if (journal.State.Ledger.IsEmpty || hold.IsOn)
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
                    await BecameAsync(unavailable.Health, stoppingToken);
                }
                else if (failure is JournalUnavailableException)
                {
                    // Said once by the journal itself.
                    await BecameAsync(WindowHealth.Of(WindowState.JournalUnwritable), stoppingToken);
                }
                else
                {
                    await BecameAsync(WindowHealth.Of(WindowState.AgentFailing), stoppingToken);
                    logger.RoundFailed(failure);
                }

                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task BecameAsync(WindowHealth now, CancellationToken ct)
    {
        window.Note();
        if (health.DesktopState != now.State)
        {
            logger.DesktopBecame(now.State);
        }

        health.Window = now;
        try
        {
            await window.CheckOnceAsync(now, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process ends; the next one checks.
        }
        catch (Exception failure)
        {
            // A check is a report about the window; the loop goes on without it.
            logger.RoundFailed(failure);
        }
    }
}
