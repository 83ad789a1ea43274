using Microsoft.Playwright;

namespace WeChatPlatform.EndToEnd;

/// <summary>The installed Chromium with a new profile, driven by the program that comes inside of the package.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run", "--disable-quic",
    ];

    private const float Patience = 20_000;

    private readonly IPlaywright playwright;
    private readonly IBrowser chromium;

    private Browser(IPlaywright playwright, IBrowser chromium)
    {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    public static async Task<Browser> StartAsync()
    {
        var program = RequiredPrograms.Chromium();
        Assertions.SetDefaultExpectTimeout(Patience);
        var driver = await Playwright.CreateAsync();
        try
        {
            return new Browser(driver, await driver.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = program, Headless = true, Args = Flags }));
        }
        catch
        {
            driver.Dispose();
            throw;
        }
    }

    public Task<ChatPage> OpenDesktopAsync(Uri address) => OpenAsync(address, new ViewportSize { Width = 1280, Height = 800 });

    public Task<ChatPage> OpenPhoneAsync(Uri address) => OpenAsync(address, new ViewportSize { Width = 390, Height = 844 });

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
    }

    private async Task<ChatPage> OpenAsync(Uri address, ViewportSize size)
    {
        var page = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = size, Locale = "zh-CN" });
        await page.GotoAsync(address.AbsoluteUri);
        return new ChatPage(page);
    }
}
