using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Input;
using WeChatPlatform.Capture.Windows.Session;
using WeChatPlatform.Capture.Windows.Tests.Automation;

namespace WeChatPlatform.Capture.Windows.Tests;

/// <summary>A PC that is played: its windows, its front, its clipboard, and a client that reads the keys a little later.</summary>
internal sealed class FakeComputer : IWindowSystem, IInputDevices, IClipboard
{
    public const nint Other = 99;

    private int _readsUntilPasted = -1;
    private string _pasted = "";

    public FakeComputer(FakeElement input) => Input = input;

    public FakeElement Input { get; }

    /// <summary>What was done to the PC, in order.</summary>
    public List<string> Story { get; } = [];

    public SessionReading Session { get; set; } = new(1, 0, 1, "Default");

    public List<WindowSeen> Seen { get; } = [];

    public int? Process { get; set; } = 4711;

    public string? Version { get; set; } = "4.1.10.27";

    public HashSet<nint> Minimised { get; } = [];

    public nint Foreground { get; set; } = Other;

    public bool RefusesFront { get; set; }

    public bool IsCovered { get; set; }

    public bool TakesNoKeys { get; set; }

    public bool IsModifierHeld { get; set; }

    public int ReadsUntilPasted { get; set; } = 3;

    public int BusyTimes { get; set; }

    public uint Sequence { get; private set; } = 1;

    public IReadOnlyList<ClipboardItem> Content { get; private set; } = [new(13, [1, 2]), new(8, [3])];

    /// <summary>Runs while a picture is taken.</summary>
    public Action Picturing { get; set; } = () => { };

    /// <summary>Runs after keys were sent.</summary>
    public Action AfterKeys { get; set; } = () => { };

    public SessionReading ReadSession() => Session;

    public ProgramWindows FindWindows(IReadOnlyCollection<string> programs) => new(Process, [.. Seen]);

    public string? FileVersion(int processId) => Version;

    public bool Exists(nint window) => window == Other || Seen.Exists(seen => seen.Handle == window);

    public bool IsHidden(nint window) => Minimised.Contains(window);

    public bool IsHung(nint window) => false;

    public bool IsInFront(nint window) => Foreground == window;

    public void BringToFront(nint window)
    {
        if (!RefusesFront && Foreground != window)
        {
            Story.Add($"front {window}");
            Foreground = window;
        }
    }

    public bool IsUncovered(nint window, UiRect area) => !IsCovered && !area.IsEmpty;

    public byte[]? Picture(UiRect area)
    {
        Picturing();
        return [.. Enumerable.Range(0, area.Width * area.Height).SelectMany(_ => new byte[] { 1, 2, 3, 0 })];
    }

    public bool Send(IReadOnlyList<KeyStroke> strokes)
    {
        if (TakesNoKeys)
        {
            return false;
        }

        Story.Add("keys " + string.Concat(strokes.Where(stroke => !stroke.IsUp).Select(Name)));
        if (strokes.SequenceEqual(KeyPlan.PasteOver))
        {
            _readsUntilPasted = ReadsUntilPasted;
            _pasted = Text();
        }

        if (strokes.SequenceEqual(KeyPlan.Clear))
        {
            Input.Value = "";
        }

        AfterKeys();
        return true;
    }

    public bool Click(UiRect target)
    {
        Story.Add($"click {target.Left},{target.Top}");
        return true;
    }

    public bool Wheel(UiRect target, bool down)
    {
        Story.Add(down ? "wheel down" : "wheel up");
        return true;
    }

    public IReadOnlyList<ClipboardItem>? Read() => IsBusy() ? null : Content;

    public bool WriteText(string text) => Write([new ClipboardItem(13, System.Text.Encoding.Unicode.GetBytes(text))]);

    public bool Write(IReadOnlyList<ClipboardItem> items)
    {
        if (IsBusy())
        {
            return false;
        }

        Copy(items);
        Story.Add($"clipboard {string.Join(',', items.Select(item => $"{item.Format}:{item.Content.Length}"))}");
        return true;
    }

    /// <summary>As a person who copies something.</summary>
    public void Copy(IReadOnlyList<ClipboardItem> items)
    {
        Content = items;
        Sequence++;
    }

    /// <summary>The client goes on: it reads the clipboard when it gets round to it, and finds what is there then.</summary>
    public void ClientGoesOn()
    {
        if (_readsUntilPasted-- == 0)
        {
            Input.Value = _pasted == Text() ? _pasted.ReplaceLineEndings("\n") : "not what was meant";
        }
    }

    private string Text() => System.Text.Encoding.Unicode.GetString(Content[0].Content);

    private bool IsBusy() => BusyTimes-- > 0;

    private static string Name(KeyStroke stroke) => stroke.Key switch
    {
        0 => ((char)stroke.Unit).ToString(),
        0x0D => "[enter]",
        0x11 => "[ctrl]",
        0x1B => "[escape]",
        0x28 => "[down]",
        0x2E => "[delete]",
        _ => ((char)stroke.Key).ToString(),
    };
}
