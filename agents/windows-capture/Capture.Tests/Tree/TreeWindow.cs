using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>
/// A raw window that behaves like the real one: pasted text shows some readings later, elements die when the list is
/// rebuilt, only part of the list is in the tree, and anything may happen between two calls.
/// </summary>
internal sealed class TreeWindow(SimulatedWorld world, TreeStyle style) : IWeChatWindow
{
    private (string Text, int Readings)? _pasted;

    public TreePainter Painter { get; } = new(world, style);

    public SessionState Session { get; set; }

    public string? Version { get; set; } = style switch
    {
        TreeStyle.Wx39 => "3.9.11.25",
        TreeStyle.Wx40 => "4.0.6.17",
        _ => "4.1.10.27",
    };

    public bool IsMinimised { get; set; }

    public bool IsLoggedOut { get; set; }

    public bool HasMainWindow { get; set; } = true;

    public List<(string ClassName, string Title)> OtherWindows { get; } = [("Qt51514QWindowToolSaveBits", ""), ("QEventDispatcherWin32_Internal_Widget123", "")];

    /// <summary>How many readings of the input box it takes until a pasted text shows.</summary>
    public int PasteReadings { get; set; }

    /// <summary>So many clicks find their element dead.</summary>
    public int DeadClicks { get; set; }

    /// <summary>So many clicks on members that an @ offers only mark them.</summary>
    public int MarkingClicks { get; set; }

    /// <summary>What the box shows for a member that was picked.</summary>
    public Func<string, string> Mentioned { get; set; } = name => $"@{name}\u2005";

    /// <summary>So many clicks on chats are taken and do nothing.</summary>
    public int IdleClicks { get; set; }

    /// <summary>Called with the name of each act before it.</summary>
    public Action<string> Acting { get; set; } = _ => { };

    public List<string> Acts { get; } = [];

    public Task<WindowFacts> LookAsync(IReadOnlyList<SelectorProfile> profiles, CancellationToken ct)
    {
        var className = !HasMainWindow || Version is null ? null
            : style != TreeStyle.Wx39 ? "Qt51514QWindowIcon"
            : IsLoggedOut ? "WeChatLoginWndForPC"
            : "WeChatMainWndForPC";
        return Task.FromResult(new WindowFacts(Session, Version, className, className is null ? null : "微信", IsMinimised, [.. OtherWindows]));
    }

    public Task<UiNode?> ReadAsync(UiSelector element, int depth, CancellationToken ct)
    {
        Act("read");
        var found = Pruned(element.Find(Root(isReading: false)), depth);
        if (found is not null && found.Subtree().Any(node => node.Control == UiControl.List && IsMessages(node)))
        {
            found = Pruned(element.Find(Root(isReading: true)), depth);
        }

        if (found is not null && _pasted is { } pasted && found.Subtree().Any(node => node.Control == UiControl.Edit && node.Name != "搜索"))
        {
            _pasted = (pasted.Text, pasted.Readings - 1);
            if (pasted.Readings <= 0)
            {
                FinishPaste();
                found = Pruned(element.Find(Root(isReading: false)), depth);
            }
        }

        return Task.FromResult(found);
    }

    public Task<bool> ClickAsync(UiNode node, CancellationToken ct)
    {
        Act("click");
        if (DeadClicks > 0)
        {
            DeadClicks--;
            Painter.Generation++;
            return Task.FromResult(false);
        }

        if (node.RuntimeId is { } id && id.StartsWith("8.", StringComparison.Ordinal))
        {
            if (MarkingClicks > 0)
            {
                MarkingClicks--;
                return Task.FromResult(true);
            }

            world.SetDraft(OpenId()!, Mentioned(node.Name));
            Painter.Mention = null;
            return Task.FromResult(true);
        }

        var chat = Painter.Chats.FirstOrDefault(chat => node.RuntimeId == $"5.{Painter.Generation}.{chat.Id}" || node.RuntimeId == $"6.{chat.Id}");
        if (chat is null)
        {
            return Task.FromResult(node.Name is "微信" or "聊天");
        }

        if (IdleClicks > 0)
        {
            IdleClicks--;
            return Task.FromResult(true);
        }

        FinishPaste();
        world.Open(chat.Name, chat.IsGroup);
        Painter.Query = null;
        return Task.FromResult(true);
    }

    public Task<bool> ScrollAsync(UiSelector list, int pages, CancellationToken ct)
    {
        Act("scroll");
        if (list.Find(Root(isReading: false)) is not { } found || IsMessages(found))
        {
            world.Faults = world.Faults with { ScrolledUp = 0 };
            return Task.FromResult(false);
        }

        var count = Painter.Chats.Count;
        var page = Math.Min(Painter.Items, count);
        var to = Math.Clamp(Painter.FirstItem + (int)Math.Clamp((long)pages * page, -count, count), 0, Math.Max(0, count - page));
        var moved = to != Painter.FirstItem;
        Painter.FirstItem = to;
        return Task.FromResult(moved);
    }

    public async Task PasteAsync(UiSelector edit, string text, Func<Task>? lastLook, CancellationToken ct)
    {
        Act("paste");
        await (lastLook?.Invoke() ?? Task.CompletedTask);
        var found = edit.Find(Root(isReading: false)) ?? throw new DesktopUnavailableException("input_refused");
        if (found.Name == "搜索")
        {
            Painter.Query = text;
        }
        else
        {
            _pasted = (text, PasteReadings);
            if (PasteReadings == 0)
            {
                FinishPaste();
            }
        }
    }

    public Task TypeAsync(UiSelector edit, string text, CancellationToken ct)
    {
        Act("type");
        FinishPaste();
        var draft = world.Read((_, open) => open!.Draft) + text;
        world.SetDraft(OpenId()!, draft);
        Painter.Mention = draft.StartsWith('@') && !draft.Contains('\u2005', StringComparison.Ordinal) ? draft[1..] : null;
        return Task.CompletedTask;
    }

    public async Task PressAsync(UiSelector edit, UiKeys keys, Func<Task>? lastLook, CancellationToken ct)
    {
        Act(keys.ToString());
        await (lastLook?.Invoke() ?? Task.CompletedTask);
        switch (keys)
        {
            case UiKeys.ControlF:
                Painter.Query = "";
                break;
            case UiKeys.Escape:
                (Painter.Query, Painter.Mention) = (null, null);
                break;
            case UiKeys.Enter or UiKeys.ControlEnter:
                FinishPaste();
                world.Enter();
                break;
        }
    }

    public Task<RowPicture?> ReadPictureAsync(UiNode node, CancellationToken ct)
    {
        Act("picture");
        var rows = world.Loaded(isReading: false)?.Rows ?? [];
        var row = rows.Where((row, slot) => node.RuntimeId == (world.Faults.RecycleIds ? $"7.{slot}" : $"42.{row.Id}")).FirstOrDefault();
        if (row is null || world.Faults.Covered)
        {
            return Task.FromResult<RowPicture?>(null);
        }

        var picture = RowPainter.Paint(row, world.Faults.Dark);
        return Task.FromResult<RowPicture?>(new RowPicture(picture.Width, picture.Height, picture.Rgb));
    }

    private UiNode Root(bool isReading)
    {
        if (world.Faults.TreeHidden)
        {
            return style == TreeStyle.Wx39 ? new UiNode(UiControl.Window, "WeChatMainWndForPC", "", "微信")
                : new UiNode(UiControl.Window, "Qt51514QWindowIcon", "", "微信") { Children = [new UiNode(UiControl.Pane, "MMUIRenderSubWindowHW", "", "")] };
        }

        return IsLoggedOut
            ? new UiNode(UiControl.Window, style == TreeStyle.Wx39 ? "WeChatLoginWndForPC" : "mmui::LoginWindow", "", "微信")
            {
                Children = [new UiNode(UiControl.Button, "mmui::XOutlineButton", "", "登录"), new UiNode(UiControl.Text, "", "", "切换账号"), new UiNode(UiControl.Text, "", "", "仅传输文件")],
            }
            : Painter.Paint(isReading);
    }

    private static bool IsMessages(UiNode node) => node.Name.StartsWith("消息", StringComparison.Ordinal);

    private static UiNode? Pruned(UiNode? node, int depth) => node is null ? null
        : node with { Children = depth == 0 ? [] : node.Children.Select(child => Pruned(child, depth - 1)!).ToList() };

    private void FinishPaste()
    {
        if (_pasted is { } pasted && OpenId() is { } open)
        {
            _pasted = null;
            world.SetDraft(open, pasted.Text);
        }
    }

    private string? OpenId() => world.Read((_, open) => open?.Id);

    private void Act(string act)
    {
        Acts.Add(act);
        Acting(act);
    }
}
