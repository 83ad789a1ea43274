using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Tests;

public sealed class WindowDriverTests : IDisposable
{
    private readonly DrivenWindow _window = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _window.Dispose();

    [Fact]
    public async Task The_facts_name_the_class_that_the_tree_says()
    {
        var facts = await _window.LookAsync();

        facts.ShouldSatisfyAllConditions(
            () => facts.Session.ShouldBe(SessionState.Interactive),
            () => facts.ClientVersion.ShouldBe("4.1.10.27"),
            () => facts.WindowClass.ShouldBe("mmui::MainWindow"),
            () => facts.Title.ShouldBe("微信"),
            () => facts.IsMinimised.ShouldBeFalse(),
            () => facts.OtherWindows.ShouldBeEmpty());
    }

    [Fact]
    public async Task A_client_that_does_not_run_is_an_answer_and_cannot_be_read()
    {
        _window.Computer.Seen.Clear();
        _window.Computer.Process = null;

        (await _window.LookAsync()).ShouldSatisfyAllConditions(
            facts => facts.ClientVersion.ShouldBeNull(), facts => facts.WindowClass.ShouldBeNull());
        (await ReasonAsync(() => _window.Driver.ReadAsync(UiSelector.Window, 0, Ct))).ShouldBe("not_running");
    }

    [Fact]
    public async Task A_client_without_a_window_has_a_version_all_the_same()
    {
        _window.Computer.Seen.Clear();

        (await _window.LookAsync()).ShouldSatisfyAllConditions(
            facts => facts.ClientVersion.ShouldBe("4.1.10.27"), facts => facts.WindowClass.ShouldBeNull());
    }

    [Fact]
    public async Task A_window_in_the_tray_is_minimised_and_is_not_read()
    {
        await _window.LookAsync();
        _window.Computer.Minimised.Add(DrivenWindow.Main);

        (await ReasonAsync(() => _window.Driver.ReadAsync(DrivenWindow.List, 1, Ct))).ShouldBe("minimised");
    }

    [Fact]
    public async Task A_dialog_beside_the_window_is_told()
    {
        _window.Computer.Seen.Add(new WindowSeen(8, 4711, "Qt51514QWindowIcon", "安全验证", IsVisible: true, IsMinimised: false, HasOwner: true, 50));
        _window.Tree.Windows[8] = new Automation.FakeElement(UiControl.Window, "mmui::VerifyDialog");

        (await _window.LookAsync()).OtherWindows.ShouldBe([("mmui::VerifyDialog", "安全验证")]);
    }

    [Fact]
    public async Task A_tree_that_cannot_be_had_leaves_the_class_of_the_window()
    {
        _window.Tree.Before = () => throw new TreeFailedException("0x80004005");

        (await _window.LookAsync()).WindowClass.ShouldBe("Qt51514QWindowIcon");
        (await ReasonAsync(() => _window.Driver.ReadAsync(DrivenWindow.List, 1, Ct))).ShouldBe("not_answering");
    }

    [Fact]
    public async Task A_chat_is_selected_without_mouse_and_foreground()
    {
        await _window.LookAsync();

        (await _window.Driver.ClickAsync(await CellAsync(), Ct)).ShouldBeTrue();

        _window.Cell.Presses.ShouldBe([ClickWay.Select]);
        _window.Computer.Story.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_press_without_effect_is_followed_by_the_next_way_which_is_kept()
    {
        _window.Cell.Offers.Add(ClickWay.DefaultAction);
        await _window.LookAsync();
        var cell = await CellAsync();

        await _window.Driver.ClickAsync(cell, Ct);
        await _window.Driver.ClickAsync(cell, Ct);
        _window.Clock.Advance(TimeSpan.FromMinutes(1));
        await _window.Driver.ClickAsync(cell, Ct);

        _window.Cell.Presses.ShouldBe([ClickWay.Select, ClickWay.DefaultAction, ClickWay.DefaultAction]);
    }

    [Fact]
    public async Task A_row_that_calls_itself_unavailable_and_can_be_read_is_pressed_in_the_next_way()
    {
        _window.Cell.Denies.Add(ClickWay.Select);
        _window.Cell.Offers.Add(ClickWay.Invoke);
        await _window.LookAsync();

        (await _window.Driver.ClickAsync(await CellAsync(), Ct)).ShouldBeTrue();

        _window.Cell.Presses.ShouldBe([ClickWay.Invoke]);
    }

    [Fact]
    public async Task An_element_that_offers_nothing_is_clicked_and_the_front_is_given_back()
    {
        _window.Cell.Offers.Clear();
        await _window.LookAsync();

        (await _window.Driver.ClickAsync(await CellAsync(), Ct)).ShouldBeTrue();

        _window.Computer.Story.ShouldBe(["front 7", "click 0,10", "front 99"]);
    }

    [Fact]
    public async Task Nothing_is_clicked_where_something_lies_over_it()
    {
        _window.Cell.Offers.Clear();
        _window.Computer.IsCovered = true;
        await _window.LookAsync();

        (await _window.Driver.ClickAsync(await CellAsync(), Ct)).ShouldBeFalse();

        _window.Computer.Story.ShouldNotContain(act => act.StartsWith("click", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_is_gone_is_not_clicked()
    {
        await _window.LookAsync();
        var cell = await CellAsync();
        _window.Rows.Children.Clear();

        (await _window.Driver.ClickAsync(cell, Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_scrolls_until_its_end()
    {
        await _window.LookAsync();
        (await _window.Driver.ScrollAsync(DrivenWindow.List, 2, Ct)).ShouldBeTrue();

        _window.Tree.Scrolling = ScrollResult.AtItsEnd;
        (await _window.Driver.ScrollAsync(DrivenWindow.List, -1, Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_that_offers_no_scrolling_gets_the_wheel_and_its_end_is_where_nothing_moves()
    {
        _window.Tree.Scrolling = ScrollResult.NotOffered;
        await _window.LookAsync();

        (await _window.Driver.ScrollAsync(DrivenWindow.List, 3, Ct)).ShouldBeFalse();

        _window.Computer.Story.ShouldBe(["wheel down"]);
    }

    [Fact]
    public async Task A_picture_is_of_the_part_of_the_row_that_the_list_shows()
    {
        _window.Cell.Bounds = new(0, 190, 100, 20);
        await _window.LookAsync();

        var picture = (await _window.Driver.ReadPictureAsync(await CellAsync(), Ct)).ShouldNotBeNull();

        (picture.Width, picture.Height).ShouldBe((100, 10));
        picture.Rgb.Length.ShouldBe(100 * 10 * 3);
        picture.Rgb.Span[..3].ToArray().ShouldBe(new byte[] { 3, 2, 1 });
    }

    [Fact]
    public async Task A_picture_of_a_row_that_moved_meanwhile_is_of_another_row()
    {
        await _window.LookAsync();
        var cell = await CellAsync();
        _window.Computer.Picturing = () => _window.Cell.Bounds = new(0, 70, 100, 20);

        (await _window.Driver.ReadPictureAsync(cell, Ct)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 195)]
    public async Task There_is_no_picture_of_a_row_that_is_covered_or_scrolled_away(bool isCovered, int top)
    {
        _window.Computer.IsCovered = isCovered;
        _window.Cell.Bounds = new(0, top, 100, 20);
        await _window.LookAsync();

        (await _window.Driver.ReadPictureAsync(await CellAsync(), Ct)).ShouldBeNull();
    }

    [Fact]
    public void What_a_look_saw_that_hung_does_not_replace_what_a_later_one_saw()
    {
        var finder = new ClientFinder(_window.Computer, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        var late = finder.Look([DrivenWindow.Profile], _ =>
        {
            // While this one hangs, the client was started anew and another look was made.
            var before = _window.Computer.Seen[0];
            _window.Computer.Seen[0] = before with { Handle = 70 };
            finder.Look([DrivenWindow.Profile], _ => "mmui::MainWindow");
            _window.Computer.Seen[0] = before;
            return "mmui::MainWindow";
        });

        late.WindowClass.ShouldBe("mmui::MainWindow");
        finder.Client.ShouldNotBeNull().Main.ShouldBe((nint)70);
    }

    [Fact]
    public void Popups_are_those_of_now_and_of_the_same_client()
    {
        var finder = new ClientFinder(_window.Computer, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        finder.Look([DrivenWindow.Profile], _ => "mmui::MainWindow");
        var popup = new WindowSeen(8, 4711, "Qt51514QWindowToolSaveBits", "", IsVisible: true, IsMinimised: false, HasOwner: true, 50);
        _window.Computer.Seen.Add(popup);
        _window.Computer.Seen.Add(popup with { Handle = 9, ProcessId = 4712 });

        finder.Client.ShouldNotBeNull().Others().ShouldBe([(nint)8]);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up_and_the_next_one_works()
    {
        await _window.LookAsync();
        using var released = new ManualResetEventSlim();
        using var hanging = new ManualResetEventSlim();
        _window.Tree.Before = () =>
        {
            hanging.Set();
            released.Wait(TimeSpan.FromSeconds(30));
        };
        var read = ReasonAsync(() => _window.Driver.ReadAsync(DrivenWindow.List, 1, Ct));
        hanging.Wait(Ct);
        _window.Clock.EndLongWaits();
        (await read).ShouldBe("not_answering");

        _window.Tree.Before = () => { };
        (await _window.Driver.ReadAsync(DrivenWindow.List, 1, Ct)).ShouldNotBeNull();
        _window.Trees.ShouldBe(2);
        released.Set();
    }

    private async Task<UiNode> CellAsync() =>
        (await _window.Driver.ReadAsync(DrivenWindow.List, 1, Ct)).ShouldNotBeNull().Children[0];

    private static async Task<string> ReasonAsync(Func<Task> act) =>
        (await Should.ThrowAsync<DesktopUnavailableException>(act)).Reason;
}
