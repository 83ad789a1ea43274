using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Input;

namespace WeChatPlatform.Capture.Windows;

/// <summary>Keys, which go to whatever has them: every batch is sent with the window in front, and looked after.</summary>
internal sealed partial class WindowDriver<TElement>
{
    // A paste shows when the client has read the clipboard, and only then may the clipboard be given back.
    private const int PasteLooks = 60;
    private const int FocusLooks = 6;
    private const int ReleaseLooks = 40;
    // What is in the queue of a window that loses the front is not sure to be read.
    private static readonly TimeSpan KeysAreRead = TimeSpan.FromMilliseconds(150);
    // The lists that an @ and a search open close when their window loses the front, and what is done with them comes soon.
    private static readonly TimeSpan FrontIsKept = TimeSpan.FromSeconds(3);

    private ForegroundLoan? _kept;

    public Task PasteAsync(UiSelector edit, string text, Func<Task>? lastLook, CancellationToken ct) => WithKeysAsync(
        edit,
        async () =>
        {
            if (text.Length == 0)
            {
                await SendAsync(KeyPlan.Clear, lastLook, ct);
                await Task.Delay(KeysAreRead, _time, ct);
                return;
            }

            var loan = new ClipboardLoan(this, _clipboard, _time, _logger);
            try
            {
                await loan.TakeAsync(text, ct);
                await SendAsync(KeyPlan.PasteOver, lastLook, ct);
                await WaitForTextAsync(edit, text, ct);
            }
            finally
            {
                await loan.GiveBackAsync();
            }
        },
        FrontAfter.AsBefore,
        ct);

    public Task TypeAsync(UiSelector edit, string text, CancellationToken ct) => WithKeysAsync(
        edit,
        async () =>
        {
            await SendAsync(KeyPlan.Text(text), lastLook: null, ct);
            await Task.Delay(KeysAreRead, _time, ct);
        },
        FrontAfter.Kept,
        ct);

    public Task PressAsync(UiSelector edit, UiKeys keys, Func<Task>? lastLook, CancellationToken ct) => WithKeysAsync(
        edit,
        async () =>
        {
            await SendAsync(KeyPlan.Of(keys), lastLook, ct);
            await Task.Delay(KeysAreRead, _time, ct);
        },
        keys is UiKeys.ControlF or UiKeys.Down ? FrontAfter.Kept : FrontAfter.GivenBack,
        ct);

    /// <summary>What becomes of the front when keys were sent.</summary>
    private enum FrontAfter
    {
        GivenBack,

        /// <summary>For a moment: something is open that would close.</summary>
        Kept,

        /// <summary>Kept when it was.</summary>
        AsBefore,
    }

    private async Task WithKeysAsync(UiSelector edit, Func<Task> act, FrontAfter after, CancellationToken ct)
    {
        await RunAsync(
            () =>
            {
                EnsureInteractive();
                EnsureDriveable();
            },
            ct);
        var kept = Interlocked.Exchange(ref _kept, null);
        var foreground = kept ?? new ForegroundLoan(this, _windows, _time, _logger);
        var keepsFront = after == FrontAfter.Kept || (after == FrontAfter.AsBefore && kept is not null);
        try
        {
            await foreground.TakeAsync(MainWindow, ct);
            // The window as a whole gets keys that its fields do not keep to themselves, wherever its focus is.
            if (edit != UiSelector.Window)
            {
                await FocusAsync(edit, ct);
            }

            await act();
            if (keepsFront)
            {
                _kept = foreground;
                _ = GiveBackLaterAsync(foreground);
            }
        }
        finally
        {
            if (_kept != foreground)
            {
                await foreground.GiveBackAsync();
            }
        }
    }

    /// <summary>Unless the next keys took it over.</summary>
    private async Task GiveBackLaterAsync(ForegroundLoan foreground)
    {
        await Task.Delay(FrontIsKept, _time, CancellationToken.None);
        if (Interlocked.CompareExchange(ref _kept, null, foreground) == foreground)
        {
            await foreground.GiveBackAsync();
        }
    }

    /// <summary>
    /// The field has the keys, or the client does not say who has. Only a client that says that another field has them is
    /// refused: what was typed is read back in any case.
    /// </summary>
    private async Task FocusAsync(UiSelector edit, CancellationToken ct)
    {
        var focus = await FocusOfAsync(edit, cache => cache.With(edit, Focus(cache)), ct);
        if (focus is not KeyboardFocus.Here and not null)
        {
            focus = await FocusOfAsync(edit, cache => cache.With(edit, ClickInto(cache)), ct);
        }

        if (focus is null or KeyboardFocus.Elsewhere)
        {
            _logger.KeysRefused(focus is null ? "the field is not there" : "another field has the keys");
            throw new DesktopUnavailableException("input_refused");
        }
    }

    private static Func<TElement, bool> Focus(ElementCache<TElement> cache) => element =>
    {
        cache.Tree.Focus(element);
        return true;
    };

    private Func<TElement, bool> ClickInto(ElementCache<TElement> cache) => element => ClickAt(cache.Tree.Read(element, 0).Bounds);

    private async Task<KeyboardFocus?> FocusOfAsync(
        UiSelector edit, Func<ElementCache<TElement>, bool> ask, CancellationToken ct)
    {
        _ = await OnTreeAsync(ask, ct);
        KeyboardFocus? focus = null;
        for (var look = 0; look < FocusLooks; look++)
        {
            focus = await OnTreeAsync(cache => cache.With(edit, element => (KeyboardFocus?)cache.Tree.FocusOf(element)), ct);
            if (focus is KeyboardFocus.Here or null)
            {
                break;
            }

            await Task.Delay(Pause, _time, ct);
        }

        return focus;
    }

    private async Task SendAsync(IReadOnlyList<KeyStroke> strokes, Func<Task>? lastLook, CancellationToken ct)
    {
        for (var look = 0; await RunAsync(() => _input.IsModifierHeld, ct); look++)
        {
            if (look == ReleaseLooks)
            {
                Refuse("somebody holds Shift, Ctrl, Alt or Win");
            }

            await Task.Delay(Pause, _time, ct);
        }

        if (lastLook is not null)
        {
            await lastLook();
        }

        var refusal = await RunAsync(
            () => !_windows.IsInFront(MainWindow) ? "another window came to the front"
                : _input.IsModifierHeld ? "somebody holds Shift, Ctrl, Alt or Win"
                : !_input.Send(strokes) ? "Windows took no keys"
                : !_windows.IsInFront(MainWindow) ? "another window came to the front while the keys were sent"
                : null,
            ct);
        if (refusal is not null)
        {
            Refuse(refusal);
        }
    }

    private void Refuse(string reason)
    {
        _logger.KeysRefused(reason);
        throw new DesktopUnavailableException("input_refused");
    }

    private async Task WaitForTextAsync(UiSelector edit, string text, CancellationToken ct)
    {
        for (var look = 0; look < PasteLooks; look++)
        {
            await Task.Delay(Pause, _time, ct);
            var node = await OnTreeAsync(cache => cache.Read(edit, 0), ct);
            if (node?.Value is { } value && value.ReplaceLineEndings("\n").TrimEnd('\n') == text.ReplaceLineEndings("\n").TrimEnd('\n'))
            {
                return;
            }
        }
    }
}
