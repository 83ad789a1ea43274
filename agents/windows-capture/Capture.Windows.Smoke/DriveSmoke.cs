using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Input;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows.Smoke;

/// <summary>Finds the fake window, types into it by the clipboard and by keys, reads it back; the last line says how it went.</summary>
[SupportedOSPlatform("windows")]
internal static class DriveSmoke
{
    private const string Text = "您好，在的😀";
    private const string Title = "微信";
    private static readonly UiSelector Edit = new() { Control = UiControl.Edit };
    private static readonly UiSelector Rows = new() { Control = UiControl.List };

    private static int s_failed;

    public static async Task<int> RunAsync()
    {
        using var waits = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var ct = waits.Token;
        using var other = await OpenAsync("Notepad", "another window", ct);
        using var fake = await OpenAsync(FakeWindow.ClassName, Title, ct);
        try
        {
            var clipboard = new WindowsClipboard();
            Expect("the clipboard takes a text", clipboard.WriteText("what a person copied"));
            var before = Described(clipboard.Read());
            var windows = new WindowSystem(TimeProvider.System);
            using var driver = new WindowDriver<ControlHandle>(
                new PersonalComputer<ControlHandle>(() => new ControlTree(), windows, new InputDevices(), clipboard),
                TimeProvider.System,
                NullLogger<WindowDriver<ControlHandle>>.Instance);

            await SeeAsync(driver, ct);
            var inFront = windows.Foreground;
            await TypeAsync(driver, ct);
            Expect("the clipboard is as before", Described(clipboard.Read()) == before);
            Expect("the front is as before", windows.Foreground == inFront);
            await ShowAsync(driver, ct);
            await HoldHotkeyAsync(ct);
            fake.Kill();
            await fake.WaitForExitAsync(ct);
            Expect("a window that is gone is not_running", await ReasonAsync(() => driver.ReadAsync(Edit, 0, ct)) == "not_running");
        }
        finally
        {
            fake.Kill();
            other.Kill();
        }

        Console.WriteLine(s_failed == 0 ? "smoke: passed" : $"smoke: {s_failed} failed");
        return s_failed == 0 ? 0 : 1;
    }

    private static async Task SeeAsync(WindowDriver<ControlHandle> driver, CancellationToken ct)
    {
        var profile = new SelectorProfile
        {
            Name = "fake",
            Version = 1,
            ClientVersions = [""],
            Processes = [Path.GetFileName(Environment.ProcessPath!)],
            WindowClasses = [$"^{FakeWindow.ClassName}$"],
            LoginClasses = [],
            Selectors = new Dictionary<string, UiSelector>(),
        };
        var facts = await driver.LookAsync([profile], ct);
        Console.WriteLine($"facts: {facts.Session}, version {facts.ClientVersion ?? "none"}, class {facts.WindowClass}, title {facts.Title}");
        Expect("the session takes keys", facts.Session == SessionState.Interactive);
        Expect("the window is found by program and class", facts is { WindowClass: FakeWindow.ClassName, IsMinimised: false });
        Expect("the client's version is read from its program", facts.ClientVersion is not null);
    }

    private static async Task TypeAsync(WindowDriver<ControlHandle> driver, CancellationToken ct)
    {
        await driver.PasteAsync(Edit, Text, lastLook: null, ct);
        Expect("a paste arrives", (await driver.ReadAsync(Edit, 0, ct))?.Value == Text);
        await driver.TypeAsync(Edit, "@张三", ct);
        Expect("typed keys arrive behind it", (await driver.ReadAsync(Edit, 0, ct))?.Value is { } typed && typed.EndsWith("@张三", StringComparison.Ordinal));
        await driver.PasteAsync(Edit, "", lastLook: null, ct);
        Expect("the field is emptied", (await driver.ReadAsync(Edit, 0, ct))?.Value == "");
        await driver.PasteAsync(Edit, Text, lastLook: null, ct);
        await driver.PressAsync(Edit, UiKeys.Enter, lastLook: null, ct);
        Expect("enter empties the field", (await driver.ReadAsync(Edit, 0, ct))?.Value == "");
        Expect("and the text is a row", (await driver.ReadAsync(Rows, 1, ct))?.Children is [{ Name: Text }]);
    }

    private static async Task ShowAsync(WindowDriver<ControlHandle> driver, CancellationToken ct)
    {
        var list = await driver.ReadAsync(Rows, 0, ct);
        var picture = list is null ? null : await driver.ReadPictureAsync(list, ct);
        Console.WriteLine($"picture: {(picture is null ? "none" : $"{picture.Width} x {picture.Height}")}");
        Expect("a picture has the pixels of its size", picture is null || picture.Rgb.Length == picture.Width * picture.Height * 3);
    }

    private static async Task HoldHotkeyAsync(CancellationToken ct)
    {
        // That it is heard is not shown here: in Wine 8 SendInput did not return from keys that somebody has registered.
        var hotkey = new WindowsHotkey("Ctrl+Alt+F12");
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pressed = hotkey.PressedAsync(listening.Token);
        Expect("keys that are taken cannot be had twice", await IsTakenAsync(ct));
        await listening.CancelAsync();
        Expect("keys are given back", await pressed.ContinueWith(task => task.IsCanceled, ct, TaskContinuationOptions.None, TaskScheduler.Default));
    }

    private static async Task<bool> IsTakenAsync(CancellationToken ct)
    {
        try
        {
            await new WindowsHotkey("Ctrl+Alt+F12").PressedAsync(ct);
            return false;
        }
        catch (HotkeyUnavailableException)
        {
            return true;
        }
    }

    private static async Task<Process> OpenAsync(string className, string title, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("window");
        start.ArgumentList.Add(className);
        start.ArgumentList.Add(title);
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync(ct) != "ready")
        {
            throw new InvalidOperationException($"The window '{title}' did not open.");
        }

        return process;
    }

    private static string Described(IReadOnlyList<ClipboardItem>? items) =>
        items?.FirstOrDefault(item => item.Format == 13) is { } text ? Encoding.Unicode.GetString(text.Content) : "none";

    private static async Task<string?> ReasonAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DesktopUnavailableException unavailable)
        {
            return unavailable.Reason;
        }
    }

    private static bool Expect(string what, bool holds)
    {
        Console.WriteLine($"{(holds ? "ok    " : "FAILED")} {what}");
        s_failed += holds ? 0 : 1;
        return holds;
    }
}
