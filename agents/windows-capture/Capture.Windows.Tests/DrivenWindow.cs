using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Session;
using WeChatPlatform.Capture.Windows.Tests.Automation;

namespace WeChatPlatform.Capture.Windows.Tests;

/// <summary>The driver over a played client of WeChat 4.1 on a played PC.</summary>
internal sealed class DrivenWindow : IDisposable
{
    public const nint Main = 7;

    public static readonly UiSelector Edit = new() { Control = UiControl.Edit, AutomationIdSuffix = "chat_input_field" };
    public static readonly UiSelector List = new() { Control = UiControl.List, AutomationIdSuffix = "session_list" };

    public static readonly SelectorProfile Profile = new()
    {
        Name = "4.1",
        Version = 1,
        ClientVersions = ["4.1."],
        Processes = ["Weixin.exe"],
        WindowClasses = ["^mmui::MainWindow$", @"^Qt\d+QWindowIcon$"],
        LoginClasses = ["^mmui::LoginWindow$"],
        Selectors = new Dictionary<string, UiSelector> { ["input"] = Edit, ["session_list"] = List },
    };

    public DrivenWindow()
    {
        Input = new FakeElement(UiControl.Edit, "mmui::ChatInputField", "张三", "right.chat_input_field") { Value = "" };
        Cell = new FakeElement(UiControl.ListItem, "mmui::ChatSessionCell", "张三\n你好", "session_item_张三") { Bounds = new(0, 10, 100, 20) };
        Rows = new FakeElement(UiControl.List, "mmui::XTableView", "会话", "left.session_list") { Children = [Cell], Bounds = new(0, 0, 100, 200) };
        Tree.Windows[Main] = new FakeElement(UiControl.Window, "mmui::MainWindow", "微信") { Children = [Rows, Input] };
        Computer = new FakeComputer(Input);
        Computer.Seen.Add(new WindowSeen(Main, 4711, "Qt51514QWindowIcon", "微信", IsVisible: true, IsMinimised: false, HasOwner: false, 1000));
        Tree.Before = Computer.ClientGoesOn;
        Driver = new WindowDriver<FakeElement>(
            new PersonalComputer<FakeElement>(
                () =>
                {
                    Trees++;
                    return Tree;
                },
                Computer,
                Computer,
                Computer),
            Clock,
            NullLogger<WindowDriver<FakeElement>>.Instance);
    }

    public SteppedClock Clock { get; } = new();

    public FakeTree Tree { get; } = new();

    public int Trees { get; private set; }

    public FakeElement Input { get; }

    public FakeElement Rows { get; }

    public FakeElement Cell { get; }

    public FakeComputer Computer { get; }

    public WindowDriver<FakeElement> Driver { get; }

    public Task<WindowFacts> LookAsync() => Driver.LookAsync([Profile], TestContext.Current.CancellationToken);

    public void Dispose() => Driver.Dispose();
}
