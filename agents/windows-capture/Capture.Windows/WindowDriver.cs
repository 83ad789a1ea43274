using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Calls;
using WeChatPlatform.Capture.Windows.Input;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows;

/// <summary>What the driver works with: the real PC, or a played one.</summary>
internal sealed record PersonalComputer<TElement>(
    Func<IUiTree<TElement>> CreateTree, IWindowSystem Windows, IInputDevices Input, IClipboard Clipboard)
    where TElement : class;

/// <summary>The real window. Whatever may wait for the client runs on the one thread that may hang with it.</summary>
internal sealed partial class WindowDriver<TElement> : IWeChatWindow, IWindowCalls, IDisposable
    where TElement : class
{
    // Above what UI Automation itself waits for one answer; a read of a large tree takes several.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int LeastVisibleShare = 2;

    private readonly CallThread<Lazy<ElementCache<TElement>>> _thread;
    private readonly IWindowSystem _windows;
    private readonly IInputDevices _input;
    private readonly IClipboard _clipboard;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ClientFinder _finder;
    private readonly ClickLadder _ladder;

    public WindowDriver(PersonalComputer<TElement> computer, TimeProvider time, ILogger<WindowDriver<TElement>> logger)
    {
        (_windows, _input, _clipboard, _time, _logger) = (computer.Windows, computer.Input, computer.Clipboard, time, logger);
        _finder = new ClientFinder(_windows, logger);
        _ladder = new ClickLadder(time);
        // Made at the first call that needs it, and tried again when it failed.
        _thread = new CallThread<Lazy<ElementCache<TElement>>>(
            () => new Lazy<ElementCache<TElement>>(
                () => new ElementCache<TElement>(computer.CreateTree()), LazyThreadSafetyMode.PublicationOnly),
            LongestCall,
            time,
            logger);
    }

    public Task<WindowFacts> LookAsync(IReadOnlyList<SelectorProfile> profiles, CancellationToken ct) =>
        _thread.RunAsync(state => _finder.Look(profiles, window => TreeClass(state, window)), ct);

    public Task<UiNode?> ReadAsync(UiSelector element, int depth, CancellationToken ct) =>
        OnTreeAsync(cache => cache.Read(element, depth), ct);

    public async Task<bool> ClickAsync(UiNode node, CancellationToken ct)
    {
        var ways = _ladder.For(node);
        var way = await OnTreeAsync(
            cache => cache.WithNode(node, (found, _) => Press(cache.Tree, found.Element, ways)), ct);
        if (way is null)
        {
            return false;
        }

        if (way == ClickWay.Mouse && !await ClickWithMouseAsync(node, ct))
        {
            return false;
        }

        if (way != ways[0] || ways[0] != ClickWay.Select)
        {
            _logger.OtherWayToPress(node.ClassName, way.Value.ToString());
        }

        _ladder.Pressed(node, way.Value);
        return true;
    }

    public async Task<bool> ScrollAsync(UiSelector list, int pages, CancellationToken ct)
    {
        var isDone = false;
        for (var page = 0; page < Math.Abs(pages); page++)
        {
            var down = pages > 0;
            var result = await OnTreeAsync(cache => cache.With(list, element => (ScrollResult?)cache.Tree.Scroll(element, down)), ct);
            var scrolled = result == ScrollResult.NotOffered ? await ScrollWithWheelAsync(list, down, ct) : result == ScrollResult.Scrolled;
            if (!scrolled)
            {
                break;
            }

            isDone = true;
        }

        return isDone;
    }

    public Task<RowPicture?> ReadPictureAsync(UiNode node, CancellationToken ct) =>
        OnTreeAsync(
            cache =>
            {
                EnsureInteractive();
                return cache.WithNode(node, (found, list) =>
                {
                    var area = UiaBounds.Overlap(found.Node.Bounds, list.Bounds);
                    return area.Height * LeastVisibleShare >= found.Node.Bounds.Height
                        && _windows.IsUncovered(MainWindow, area)
                        && _windows.Picture(area) is { } pixels
                        // A list moves when a message comes, and then the picture is of the row beside.
                        && cache.Tree.Read(found.Element, 0).Bounds == found.Node.Bounds
                            ? new RowPicture(area.Width, area.Height, Pixels.ToRgb(pixels))
                            : null;
                });
            },
            ct);

    public void Dispose() => _thread.Dispose();

    Task<T> IWindowCalls.RunAsync<T>(Func<T> call, CancellationToken ct) => _thread.RunAsync(_ => call(), ct);

    private static ClickWay? Press(IUiTree<TElement> tree, TElement element, IReadOnlyList<ClickWay> ways)
    {
        foreach (var way in ways)
        {
            try
            {
                if (way == ClickWay.Mouse || tree.Press(element, way))
                {
                    return way;
                }
            }
            catch (Exception refused) when (refused is ElementGoneException or TreeFailedException)
            {
                // Qt says of a row that has no actions that it is not available, which is also what a dead one says. One
                // that can be read lives, and another way is left.
                _ = tree.Read(element, 0);
            }
        }

        return null;
    }

    private nint MainWindow => _finder.Client?.Main ?? throw new DesktopUnavailableException("not_running");

    private async Task<bool> ClickWithMouseAsync(UiNode node, CancellationToken ct)
    {
        var foreground = new ForegroundLoan(this, _windows, _time, _logger);
        await RunAsync(EnsureInteractive, ct);
        await foreground.TakeAsync(MainWindow, ct);
        try
        {
            var clicked = await OnTreeAsync(
                cache => cache.WithNode(node, (found, list) => ClickAt(UiaBounds.Overlap(found.Node.Bounds, list.Bounds))), ct);
            await Task.Delay(Pause, _time, ct);
            return clicked;
        }
        finally
        {
            await foreground.GiveBackAsync();
        }
    }

    /// <summary>Only where nothing else would get the click.</summary>
    private bool ClickAt(UiRect area) => _windows.IsUncovered(MainWindow, area) && _input.Click(area);

    private async Task<bool> ScrollWithWheelAsync(UiSelector list, bool down, CancellationToken ct)
    {
        const int Looks = 10;
        var before = await OnTreeAsync(cache => cache.Read(list, 1), ct);
        if (before is null)
        {
            return false;
        }

        var turned = await RunAsync(
            () =>
            {
                EnsureInteractive();
                return _windows.IsUncovered(MainWindow, before.Bounds) && _input.Wheel(before.Bounds, down);
            },
            ct);
        for (var look = 0; turned && look < Looks; look++)
        {
            await Task.Delay(Pause, _time, ct);
            var now = await OnTreeAsync(cache => cache.Read(list, 1), ct);
            if (now is not null && !Rows(now).SequenceEqual(Rows(before)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<(string?, string, UiRect)> Rows(UiNode list) =>
        list.Children.Select(row => (row.RuntimeId, row.Name, row.Bounds));

    private string? TreeClass(Lazy<ElementCache<TElement>> state, nint window)
    {
        try
        {
            var tree = state.Value.Tree;
            var element = tree.OfWindow(window);
            var name = tree.Read(element, 0).ClassName;
            tree.Release(element);
            return name;
        }
        catch (ElementGoneException)
        {
            return null;
        }
        catch (TreeFailedException failed)
        {
            _logger.TreeRefused(failed.Message);
            return null;
        }
    }

    private Task<T> RunAsync<T>(Func<T> call, CancellationToken ct) => _thread.RunAsync(_ => call(), ct);

    private Task RunAsync(Action call, CancellationToken ct) => _thread.RunAsync<object?>(
        _ =>
        {
            call();
            return null;
        },
        ct);

    private async Task<T> OnTreeAsync<T>(Func<ElementCache<TElement>, T> call, CancellationToken ct)
    {
        try
        {
            return await _thread.RunAsync(
                state =>
                {
                    EnsureDriveable();
                    state.Value.Use(_finder.Client!);
                    return call(state.Value);
                },
                ct);
        }
        catch (Exception failed) when (failed is TreeFailedException or ElementGoneException)
        {
            _logger.TreeRefused(failed.Message);
            throw new DesktopUnavailableException("not_answering", failed);
        }
    }

    private void EnsureDriveable()
    {
        if (!_windows.Exists(MainWindow))
        {
            throw new DesktopUnavailableException("not_running");
        }

        if (_windows.IsHidden(MainWindow))
        {
            throw new DesktopUnavailableException("minimised");
        }

        if (_windows.IsHung(MainWindow))
        {
            throw new DesktopUnavailableException("not_answering");
        }
    }

    private void EnsureInteractive()
    {
        if (_windows.ReadSession().State != SessionState.Interactive)
        {
            throw new DesktopUnavailableException("locked");
        }
    }
}
