using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Input;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows;

public static class WindowsWeChatServices
{
    /// <summary>The real WeChat window of this PC as <see cref="IWeChatWindow"/>, and its hotkey as <see cref="IHotkey"/>.</summary>
    /// <remarks><paramref name="hotkey"/> is one to four of Ctrl, Alt, Shift and Win, and one key.</remarks>
    /// <exception cref="FormatException">No such combination of keys; when the hotkey is asked for.</exception>
    [SupportedOSPlatform("windows")]
    public static IServiceCollection AddWindowsWeChat(
        this IServiceCollection services, string hotkey = WindowsHotkey.Default)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHotkey>(_ => new WindowsHotkey(hotkey));
        services.TryAddSingleton<IWeChatWindow>(provider => new WindowDriver<IUIAutomationElement>(
            new PersonalComputer<IUIAutomationElement>(
                CreateTree,
                new WindowSystem(provider.GetRequiredService<TimeProvider>()),
                new InputDevices(),
                new WindowsClipboard()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WindowDriver<IUIAutomationElement>>>()));
        return services;
    }

    [SupportedOSPlatform("windows")]
    private static UiaTree CreateTree()
    {
        DpiAwareness.ClaimForThisThread();
        return new UiaTree();
    }
}
