namespace WeChatPlatform.EndToEnd;

/// <summary>
/// One platform and one browser for the tests of a shape, started by the first of them: a test that finds something
/// missing can still be skipped then.
/// </summary>
public abstract class Stage(bool distributed) : IAsyncLifetime
{
    private RunningPlatform? platform;
    private Browser? browser;

    internal async Task<RunningPlatform> PlatformAsync()
    {
        RequiredPrograms.Servers(distributed);
        return platform ??= await RunningPlatform.StartAsync(distributed);
    }

    internal async Task<ChatPage> OpenPageAsync() =>
        await (await BrowserAsync()).OpenDesktopAsync((await PlatformAsync()).Page);

    internal async Task<ChatPage> OpenPhoneAsync() =>
        await (await BrowserAsync()).OpenPhoneAsync((await PlatformAsync()).Page);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        if (platform is not null)
        {
            await platform.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<Browser> BrowserAsync() => browser ??= await Browser.StartAsync();
}

public sealed class StandaloneStage() : Stage(distributed: false);

public sealed class DistributedStage() : Stage(distributed: true);
