using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Tests.Session;

public sealed class WindowChoiceTests
{
    private const string Qt = "Qt51514QWindowIcon";

    [Fact]
    public void The_window_that_says_so_in_its_tree_comes_before_helpers_of_the_same_class() =>
        Choose(Window(1, area: 9_000), Window(2, tree: "mmui::MainWindow", area: 10), Window(3, title: "", visible: false)).ShouldBe(2);

    [Fact]
    public void A_window_without_a_tree_is_known_by_its_class_and_the_largest_is_taken() =>
        Choose(Window(1, tree: Qt, area: 10), Window(2, tree: Qt, area: 500)).ShouldBe(2);

    [Fact]
    public void The_login_window_is_taken_when_there_is_no_other() =>
        Choose(Window(1, tree: "mmui::LoginWindow")).ShouldBe(1);

    [Fact]
    public void The_main_window_comes_before_the_login_window() =>
        Choose(Window(1, tree: "mmui::LoginWindow", area: 900), Window(2, tree: "mmui::MainWindow")).ShouldBe(2);

    [Fact]
    public void A_main_window_that_hides_its_tree_comes_before_the_login_window() =>
        Choose(Window(1, tree: "mmui::LoginWindow", area: 900), Window(2, tree: Qt)).ShouldBe(2);

    [Fact]
    public void A_detached_chat_is_not_the_main_window_even_while_that_is_in_the_tray() =>
        Choose(Window(1, tree: "mmui::ChatSingleWindow", area: 900), Window(2, visible: false)).ShouldBe(2);

    [Fact]
    public void A_dialog_is_not_the_main_window() => Choose(Window(1, tree: Qt, owner: true)).ShouldBeNull();

    [Fact]
    public void A_window_in_the_tray_is_the_one_when_nothing_is_shown() =>
        Choose(Window(1, title: "", visible: false), Window(2, visible: false)).ShouldBe(2);

    [Fact]
    public void A_shown_window_comes_before_a_minimised_one() =>
        Choose(Window(1, minimised: true, area: 900), Window(2)).ShouldBe(2);

    [Fact]
    public void Of_two_clients_the_one_that_was_driven_stays() =>
        Choose(last: 1, Window(2, tree: "mmui::MainWindow", area: 900), Window(1, tree: "mmui::MainWindow")).ShouldBe(1);

    [Fact]
    public void Classes_that_no_profile_knows_are_no_client() => Choose(Window(1, @class: "Chrome_WidgetWin_0")).ShouldBeNull();

    private static nint? Choose(params WindowSeen[] windows) => Choose(0, windows);

    private static nint? Choose(nint last, params WindowSeen[] windows) =>
        WindowChoice.Of(windows, [DrivenWindow.Profile], last)?.Handle;

    private static WindowSeen Window(
        nint handle,
        string? tree = null,
        string @class = Qt,
        string title = "微信",
        bool visible = true,
        bool minimised = false,
        bool owner = false,
        long area = 100) => new(handle, 1, @class, title, visible, minimised, owner, area) { TreeClass = tree };
}
