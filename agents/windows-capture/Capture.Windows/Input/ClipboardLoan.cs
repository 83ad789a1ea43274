using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Windows.Calls;

namespace WeChatPlatform.Capture.Windows.Input;

/// <summary>
/// Puts a text into the clipboard and gives the clipboard back as it was, unless a person copied something meanwhile: that
/// is newer than what was there before.
/// </summary>
internal sealed class ClipboardLoan(IWindowCalls calls, IClipboard clipboard, TimeProvider time, ILogger logger)
{
    internal const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private IReadOnlyList<ClipboardItem>? _before;
    private uint _lent;

    /// <exception cref="DesktopUnavailableException">input_refused: another program keeps the clipboard open.</exception>
    public async Task TakeAsync(string text, CancellationToken ct)
    {
        _before = await RetryAsync(clipboard.Read, ct) ?? throw new DesktopUnavailableException("input_refused");
        // WeChat 3.9 wants line ends as Windows has them; 4.x takes both.
        var lines = text.ReplaceLineEndings("\r\n");
        var lent = await RetryAsync<object>(() => clipboard.WriteText(lines) ? clipboard.Sequence : null, ct);
        _lent = lent is uint sequence ? sequence : throw new DesktopUnavailableException("input_refused");
    }

    /// <summary>Never fails: the text is in the field by now, whatever becomes of the clipboard.</summary>
    public async Task GiveBackAsync()
    {
        if (_before is not { } before || _lent == 0)
        {
            return;
        }

        try
        {
            var done = await RetryAsync<object>(
                () => clipboard.Sequence != _lent || clipboard.Write(before) ? true : null, CancellationToken.None);
            if (done is null)
            {
                logger.ClipboardNotGivenBack();
            }
        }
        catch (DesktopUnavailableException)
        {
            logger.ClipboardNotGivenBack();
        }
    }

    private async Task<T?> RetryAsync<T>(Func<T?> attempt, CancellationToken ct)
        where T : class
    {
        for (var left = Attempts; ; left--)
        {
            if (await calls.RunAsync(attempt, ct) is { } done)
            {
                return done;
            }

            if (left == 1)
            {
                return null;
            }

            await Task.Delay(Pause, time, ct);
        }
    }
}
