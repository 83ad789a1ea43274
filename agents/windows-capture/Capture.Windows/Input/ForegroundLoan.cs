using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Windows.Calls;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>
/// Brings a window to the front and gives the front back to the window that had it, unless a person went on to another one
/// meanwhile.
/// </summary>
internal sealed class ForegroundLoan(IWindowCalls calls, IWindowSystem windows, TimeProvider time, ILogger logger)
{
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private nint _window;
    private nint _before;

    /// <exception cref="DesktopUnavailableException">input_refused: it did not come to the front.</exception>
    public async Task TakeAsync(nint window, CancellationToken ct)
    {
        // Taken again before it was given back, it is still the first one's.
        if (_window != window || _before == 0)
        {
            _window = window;
            _before = await calls.RunAsync(() => windows.IsInFront(window) ? 0 : windows.Foreground, ct);
        }

        if (!await ComesToFrontAsync(window, ct))
        {
            logger.KeysRefused("the window did not come to the front");
            throw new DesktopUnavailableException("input_refused");
        }
    }

    /// <summary>Never fails: what had to be done is done.</summary>
    public async Task GiveBackAsync()
    {
        try
        {
            var mayGiveBack = _before != 0
                && await calls.RunAsync(() => windows.IsInFront(_window) && windows.Exists(_before), CancellationToken.None);
            if (mayGiveBack && !await ComesToFrontAsync(_before, CancellationToken.None))
            {
                logger.ForegroundNotGivenBack();
            }
        }
        catch (DesktopUnavailableException)
        {
            logger.ForegroundNotGivenBack();
        }
    }

    private async Task<bool> ComesToFrontAsync(nint window, CancellationToken ct)
    {
        for (var left = Attempts; left > 0; left--)
        {
            var isInFront = await calls.RunAsync(
                () =>
                {
                    if (!windows.IsInFront(window))
                    {
                        windows.BringToFront(window);
                    }

                    return windows.IsInFront(window);
                },
                ct);
            if (isInFront)
            {
                return true;
            }

            // Windows says yes before it has done it.
            await Task.Delay(Pause, time, ct);
        }

        return false;
    }
}
