using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>Stops sending when the hotkey is pressed. It only stops: going on takes a command, or the page with its token.</summary>
internal sealed class HotkeyStop(IHotkey hotkey, LocalStop stop, ILogger<HotkeyStop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            logger.HotkeyTaken(hotkey.Keys);
            while (!stoppingToken.IsCancellationRequested)
            {
                await hotkey.PressedAsync(stoppingToken);
                Pause();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
        catch (Exception failure)
        {
            // An agent without its hotkey is stopped by command or page; one that ends over it answers nobody.
            logger.HotkeyUnavailable(hotkey.Keys, failure is HotkeyUnavailableException ? "another program has it" : failure.GetType().Name);
        }
    }

    private void Pause()
    {
        try
        {
            stop.Pause("hotkey");
        }
        catch (JournalUnavailableException)
        {
            // Stopped all the same; only a restart forgets it, and the full disk is told by the journal.
        }
    }
}
