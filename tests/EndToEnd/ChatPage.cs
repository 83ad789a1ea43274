using System.Diagnostics;
using Microsoft.Playwright;

namespace WeChatPlatform.EndToEnd;

/// <summary>What came back, and how long after Enter it stood in the page.</summary>
internal sealed record Answer(string Text, TimeSpan After);

/// <summary>The page of the simulated WeChat, used as a person uses it: by what is seen, clicked and typed.</summary>
internal sealed class ChatPage(IPage page) : IAsyncDisposable
{
    // Three seconds are promised on an idle machine, and printed is what it took. This is for a machine that also runs
    // everybody else's tests, and for the first answer of seven processes that have just started.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task<string> TitleAsync() => page.TitleAsync();

    /// <summary>Opens a chat of the list by its exact name.</summary>
    public async Task ChooseAsync(string chat)
    {
        await InList(chat).ClickAsync();
        await Assertions.Expect(page.Locator("#chat-name")).ToContainTextAsync(chat);
    }

    public async Task AddChatAsync(string name)
    {
        await page.Locator("#add").ClickAsync();
        await page.Locator("#add-name").FillAsync(name);
        await page.Locator("#add-send").ClickAsync();
        await Assertions.Expect(page.Locator("#chat-name")).ToContainTextAsync(name);
    }

    /// <summary>Speaks as this member of the group that is open from now on.</summary>
    public Task BecomeAsync(string member) => page.Locator("#customer-member").SelectOptionAsync(member);

    public Task MentionAsync(bool mention) => page.Locator("#customer-at").SetCheckedAsync(mention);

    /// <summary>Types as the customer, presses Enter and sees the message in the chat.</summary>
    public async Task SayAsync(string text)
    {
        var before = await Customer.CountAsync();
        await page.Locator("#customer-input").FillAsync(text);
        await page.Locator("#customer-input").PressAsync("Enter");
        await Customer.Nth(before).WaitForAsync();
    }

    /// <summary>Says it and waits for the next row of our own.</summary>
    public async Task<Answer> AskAsync(string text)
    {
        var before = await Own.CountAsync();
        var clock = Stopwatch.StartNew();
        await SayAsync(text);
        await Own.Nth(before).WaitForAsync(new LocatorWaitForOptions { Timeout = (float)Patience.TotalMilliseconds });
        var answer = new Answer(await Own.Nth(before).InnerTextAsync(), clock.Elapsed);
        TestContext.Current.SendDiagnosticMessage(
            $"{TestContext.Current.TestCase?.TestCaseDisplayName}: answered after {answer.After.TotalSeconds:0.00} s");
        return answer;
    }

    /// <summary>The customers' words in the open chat, oldest first.</summary>
    public Task<IReadOnlyList<string>> CustomerTextsAsync() => Customer.AllInnerTextsAsync();

    /// <summary>Our own words in the open chat, oldest first.</summary>
    public Task<IReadOnlyList<string>> OwnTextsAsync() => Own.AllInnerTextsAsync();

    /// <summary>Elements of these kinds inside of the list and the chat; text that somebody typed makes none.</summary>
    public Task<int> CountInsideAsync(string selector) =>
        page.Locator($":is(#chat-list, #messages, #title) :is({selector})").CountAsync();

    public Task<bool> ShowsAsync(string selector) => page.Locator(selector).IsVisibleAsync();

    public Task GoBackAsync() => page.Locator("#back").ClickAsync();

    /// <summary>Pixels that stick out of the window to the right.</summary>
    public Task<int> OverflowAsync() => page.EvaluateAsync<int>(
        "Math.max(...[...document.querySelectorAll('body, body *')].map(one => one.getBoundingClientRect().right)) - innerWidth");

    /// <summary>A picture for people, in the folder that END_TO_END_PICTURES names; none without it.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("END_TO_END_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }

    public async ValueTask DisposeAsync() => await page.CloseAsync();

    private ILocator Own => page.Locator("#messages .row.own .bubble");

    private ILocator Customer => page.Locator("#messages .row.other .bubble");

    private ILocator InList(string chat) => page.Locator("#chat-list li").Filter(
        new LocatorFilterOptions { Has = page.GetByText(chat, new PageGetByTextOptions { Exact = true }) });
}
