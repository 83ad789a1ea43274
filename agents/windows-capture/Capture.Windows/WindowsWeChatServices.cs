using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPlatform.Capture.Windows.Input;

namespace WeChatPlatform.Capture.Windows;

public static class WindowsWeChatServices
{
    /// <summary>The real WeChat window of this PC as <see cref="Tree.IWeChatWindow"/>, and its hotkeys as <see cref="IHotkey"/>.</summary>
    [SupportedOSPlatform("windows")]
    public static IServiceCollection AddWindowsWeChat(this IServiceCollection services)
    {
        services.TryAddSingleton<IHotkey, WindowsHotkey>();
        return services;
    }
}
