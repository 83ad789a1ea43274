using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Input;

namespace WeChatPlatform.Capture.Windows.Tests.Input;

/// <summary>What typing does to the PC of a person who works at it, in order.</summary>
public sealed class KeyStoryTests : IDisposable
{
    private readonly DrivenWindow _window = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _window.Dispose();

    [Fact]
    public async Task A_paste_gives_clipboard_and_front_back_after_the_client_has_read_it()
    {
        await _window.LookAsync();

        await _window.Driver.PasteAsync(DrivenWindow.Edit, "您好\n在的", lastLook: null, Ct);

        _window.Input.Value.ShouldBe("您好\n在的");
        _window.Computer.Story.ShouldBe(["front 7", "clipboard 13:12", "keys [ctrl]A[ctrl]V", "clipboard 13:2,8:1", "front 99"]);
    }

    [Fact]
    public async Task What_a_person_copied_meanwhile_stays()
    {
        await _window.LookAsync();
        _window.Computer.AfterKeys = () => _window.Computer.Copy([new ClipboardItem(13, [9, 9, 9, 9])]);

        await _window.Driver.PasteAsync(DrivenWindow.Edit, "您好", lastLook: null, Ct);

        _window.Computer.Content.ShouldHaveSingleItem().Content.ShouldBe(new byte[] { 9, 9, 9, 9 });
    }

    [Fact]
    public async Task A_window_that_a_person_went_to_meanwhile_stays_in_front()
    {
        await _window.LookAsync();
        _window.Computer.AfterKeys = () => _window.Computer.Foreground = 100;

        (await ReasonAsync(() => _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.Enter, lastLook: null, Ct))).ShouldBe("input_refused");

        _window.Computer.Foreground.ShouldBe(100);
    }

    [Fact]
    public async Task A_busy_clipboard_is_asked_again()
    {
        await _window.LookAsync();
        _window.Computer.BusyTimes = 5;

        await _window.Driver.PasteAsync(DrivenWindow.Edit, "您好", lastLook: null, Ct);

        _window.Input.Value.ShouldBe("您好");
    }

    [Fact]
    public async Task A_clipboard_that_stays_busy_refuses_before_any_key()
    {
        await _window.LookAsync();
        _window.Computer.BusyTimes = int.MaxValue;

        (await ReasonAsync(() => _window.Driver.PasteAsync(DrivenWindow.Edit, "您好", lastLook: null, Ct))).ShouldBe("input_refused");

        _window.Computer.Story.ShouldBe(["front 7", "front 99"]);
    }

    [Fact]
    public async Task A_paste_that_never_shows_is_the_callers_to_notice_and_everything_is_given_back()
    {
        await _window.LookAsync();
        _window.Computer.ReadsUntilPasted = 10_000;

        await _window.Driver.PasteAsync(DrivenWindow.Edit, "您好", lastLook: null, Ct);

        _window.Input.Value.ShouldBe("");
        _window.Computer.Story[^2..].ShouldBe(["clipboard 13:2,8:1", "front 99"]);
    }

    [Fact]
    public async Task Emptying_the_field_leaves_the_clipboard_alone()
    {
        _window.Input.Value = "draft";
        await _window.LookAsync();

        await _window.Driver.PasteAsync(DrivenWindow.Edit, "", lastLook: null, Ct);

        _window.Input.Value.ShouldBe("");
        _window.Computer.Story.ShouldBe(["front 7", "keys [ctrl]A[delete]", "front 99"]);
    }

    [Fact]
    public async Task Keys_are_typed_and_enter_is_pressed_with_the_window_in_front()
    {
        await _window.LookAsync();

        await _window.Driver.TypeAsync(DrivenWindow.Edit, "@张三", Ct);
        await _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.ControlEnter, lastLook: null, Ct);

        _window.Computer.Story.ShouldBe(["front 7", "keys @张三", "keys [ctrl][enter]", "front 99"]);
    }

    [Fact]
    public async Task After_typing_the_front_is_kept_for_the_list_that_it_opened_and_given_back_when_nothing_follows()
    {
        await _window.LookAsync();
        await _window.Driver.TypeAsync(DrivenWindow.Edit, "@张三", Ct);
        _window.Computer.Foreground.ShouldBe(DrivenWindow.Main);

        _window.Clock.EndLongWaits();

        while (_window.Computer.Foreground != FakeComputer.Other)
        {
            await Task.Delay(5, Ct);
        }
    }

    [Fact]
    public async Task Keys_for_the_window_as_a_whole_touch_no_field()
    {
        await _window.LookAsync();
        _window.Input.Focus = KeyboardFocus.Elsewhere;

        await _window.Driver.PressAsync(UiSelector.Window, UiKeys.ControlF, lastLook: null, Ct);

        _window.Computer.Story.ShouldBe(["front 7", "keys [ctrl]F"]);
    }

    [Fact]
    public async Task A_search_keeps_the_front_until_its_list_is_closed()
    {
        await _window.LookAsync();

        await _window.Driver.PressAsync(UiSelector.Window, UiKeys.ControlF, lastLook: null, Ct);
        await _window.Driver.PasteAsync(DrivenWindow.Edit, "张三", lastLook: null, Ct);
        _window.Computer.Foreground.ShouldBe(DrivenWindow.Main);
        await _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.Escape, lastLook: null, Ct);

        _window.Computer.Foreground.ShouldBe(FakeComputer.Other);
        _window.Computer.Story.Count(act => act.StartsWith("front", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_window_that_does_not_come_to_the_front_gets_no_keys()
    {
        await _window.LookAsync();
        _window.Computer.RefusesFront = true;

        (await ReasonAsync(() => _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.Enter, lastLook: null, Ct))).ShouldBe("input_refused");

        _window.Computer.Story.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_last_look_comes_when_nothing_is_left_but_the_keys_and_may_keep_them_back(bool isPaste)
    {
        await _window.LookAsync();
        var front = nint.Zero;
        Func<Task> look = () =>
        {
            front = _window.Computer.Foreground;
            throw new DesktopUnavailableException("no_chat_open");
        };

        (await ReasonAsync(() => isPaste ? _window.Driver.PasteAsync(DrivenWindow.Edit, "您好", look, Ct)
            : _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.Enter, look, Ct))).ShouldBe("no_chat_open");

        front.ShouldBe(DrivenWindow.Main);
        _window.Computer.Story.ShouldNotContain(act => act.StartsWith("keys", StringComparison.Ordinal));
        _window.Computer.Story[^1].ShouldBe("front 99");
        _window.Computer.Content.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_a_person_holds_since_the_last_look_keeps_the_keys_back()
    {
        await _window.LookAsync();

        (await ReasonAsync(() => _window.Driver.PressAsync(
            DrivenWindow.Edit,
            UiKeys.Enter,
            () =>
            {
                _window.Computer.IsModifierHeld = true;
                return Task.CompletedTask;
            },
            Ct))).ShouldBe("input_refused");

        _window.Computer.Story.ShouldBe(["front 7", "front 99"]);
    }

    [Fact]
    public async Task A_window_whose_keys_go_to_another_field_gets_none()
    {
        await _window.LookAsync();
        _window.Input.Focus = KeyboardFocus.Elsewhere;

        (await ReasonAsync(() => _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.Enter, lastLook: null, Ct))).ShouldBe("input_refused");

        _window.Computer.Story.ShouldBe(["front 7", "click 0,0", "front 99"]);
    }

    [Fact]
    public async Task A_client_that_does_not_say_where_its_keys_go_gets_them_after_a_click()
    {
        await _window.LookAsync();
        _window.Input.Focus = KeyboardFocus.Unknown;

        await _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.Escape, lastLook: null, Ct);

        _window.Computer.Story.ShouldBe(["front 7", "click 0,0", "keys [escape]", "front 99"]);
    }

    [Fact]
    public async Task Nothing_is_typed_while_a_person_holds_a_modifier()
    {
        await _window.LookAsync();
        _window.Computer.IsModifierHeld = true;

        (await ReasonAsync(() => _window.Driver.TypeAsync(DrivenWindow.Edit, "v", Ct))).ShouldBe("input_refused");

        _window.Computer.Story.ShouldBe(["front 7", "front 99"]);
    }

    [Fact]
    public async Task Keys_that_windows_takes_not_are_refused()
    {
        await _window.LookAsync();
        _window.Computer.TakesNoKeys = true;

        (await ReasonAsync(() => _window.Driver.PressAsync(DrivenWindow.Edit, UiKeys.Enter, lastLook: null, Ct))).ShouldBe("input_refused");
    }

    [Fact]
    public async Task A_locked_session_gets_no_keys()
    {
        await _window.LookAsync();
        _window.Computer.Session = _window.Computer.Session with { InputDesktop = "Winlogon" };

        (await ReasonAsync(() => _window.Driver.PasteAsync(DrivenWindow.Edit, "您好", lastLook: null, Ct))).ShouldBe("locked");
    }

    private static async Task<string> ReasonAsync(Func<Task> act) =>
        (await Should.ThrowAsync<DesktopUnavailableException>(act)).Reason;
}
