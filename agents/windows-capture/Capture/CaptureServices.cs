using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing;
using WeChatPlatform.Capture.Server;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture;

public static class CaptureServices
{
    /// <summary>
    /// Everything of an agent, from section Agent of the configuration. A desktop that is registered before is used
    /// instead of the simulated one.
    /// </summary>
    public static IServiceCollection AddCapture(this IServiceCollection services)
    {
        services.AddOptions<AgentOptions>().BindConfiguration(AgentOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AgentOptions>, AgentOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<IWeChatDesktop, SimulatedDesktop>();
        // Log lines of each request: the agent tells what matters of them, and they cost memory.
        services.ConfigureHttpClientDefaults(client => client.RemoveAllLoggers());
        services.AddHttpClient(SimulatedDesktop.ClientName, (provider, client) =>
        {
            var desktop = provider.GetRequiredService<IOptions<AgentOptions>>().Value.Desktop;
            client.BaseAddress = Folder(desktop.Url);
            client.Timeout = TimeSpan.FromSeconds(desktop.TimeoutSeconds);
        });
        services.AddHttpClient(ServerSession.ClientName, (provider, client) =>
        {
            var agent = provider.GetRequiredService<IOptions<AgentOptions>>().Value;
            client.BaseAddress = Folder(agent.ServerUrl);
            client.Timeout = TimeSpan.FromSeconds(agent.Link.TimeoutSeconds);
        });
        services.AddHttpClient(ServerSession.AttachmentClientName, (provider, client) =>
        {
            var agent = provider.GetRequiredService<IOptions<AgentOptions>>().Value;
            client.BaseAddress = Folder(agent.ServerUrl);
            client.Timeout = TimeSpan.FromSeconds(agent.Link.AttachmentSeconds);
        });
        services.AddTransient<Backoff>();
        services.AddSingleton<AccountLock>();
        services.AddSingleton<Lease>();
        services.AddSingleton<ReportLoop>();
        services.AddSingleton<ServerSession>();
        services.AddSingleton<FrameReader>();
        services.AddSingleton<PcLoad>();
        services.AddSingleton<StatusReport>();

        // First: what a new rule excludes must not be uploaded any more.
        services.AddHostedService(provider => provider.GetRequiredService<ScopeKeeper>());
        services.AddHostedService<MessageUpload>();
        services.AddHostedService<AttachmentUpload>();
        services.AddHostedService<AgentSocket>();
        services.AddHostedService<HeartbeatLoop>();
        services.AddHostedService<ReportUpload>();
        services.AddHostedService<DesktopLoop>();
        return services.AddDesktopWork();
    }

    /// <summary>What works on the desktop and the journal, without server and loops.</summary>
    internal static IServiceCollection AddDesktopWork(this IServiceCollection services)
    {
        services.AddSingleton<AgentHealth>();
        services.AddSingleton<ErrorReports>();
        services.AddSingleton<SelfCheckReports>();
        services.AddSingleton<IErrorReports>(provider => provider.GetRequiredService<ErrorReports>());
        services.AddSingleton<IKeyProtection>(_ => OperatingSystem.IsWindows() ? new WindowsKeyStore() : new OwnersFile());
        services.AddSingleton<AgentJournal>();
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<ScopeRule>(provider => new ScopeRule(provider.GetRequiredService<IOptions<AgentOptions>>()));
        services.AddSingleton<ScopeKeeper>();
        services.AddScopedWindow();
        services.AddSingleton<RowSides>();
        services.AddSingleton<MessageCapture>();
        services.AddSingleton<ChatReader>();
        services.AddSingleton<WatchPass>();
        services.AddSingleton<Recipient>();
        services.AddSingleton<InputBox>();
        services.AddSingleton<ReadBack>();
        services.AddSingleton<SendGate>();
        services.AddSingleton<LocalStop>();
        services.AddSingleton<SendHold>();
        services.AddSingleton<EdgeReplies>();
        services.AddSingleton<PartGate>();
        services.AddSingleton<PartOutcomes>();
        services.AddSingleton<HeldParts>();
        services.AddSingleton<PartSender>();
        services.AddSingleton<DesktopErrands>();

        // Past the scope rule: the chat of the test text is in no scope.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TestSender>(
            provider,
            provider.GetRequiredKeyedService<IWeChatDesktop>(ScopedDesktop.Window),
            (Func<bool>)(() => provider.GetRequiredService<LocalStop>().Look())));
        services.AddSingleton(provider => new Tree.SelfCheck(
            provider.GetRequiredKeyedService<IWeChatDesktop>(ScopedDesktop.Window),
            ProbeOf(provider),
            provider.GetRequiredService<TestSender>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WindowWatch(
            ProbeOf(provider),
            provider.GetRequiredService<Tree.SelfCheck>(),
            provider.GetRequiredService<AgentHealth>(),
            provider.GetRequiredService<ILogger<WindowWatch>>()));
        services.AddPace();
        return services;
    }

    /// <summary>
    /// Drives a real window by its tree. Call it before <see cref="AddCapture"/>, beside what registers
    /// <see cref="IWeChatWindow"/>.
    /// </summary>
    public static IServiceCollection AddTreeDesktop(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => SelectorCatalog.Load(
            provider.GetRequiredService<IOptions<AgentOptions>>().Value.Desktop.ProfileFolder));
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<IWeChatDesktop, TreeDesktop>();
    }

    private static IWindowProbe? ProbeOf(IServiceProvider provider) =>
        provider.GetService<IWindowProbe>() ?? provider.GetRequiredKeyedService<IWeChatDesktop>(ScopedDesktop.Window) as IWindowProbe;

    /// <summary>Puts the scope rule before the desktop that is registered.</summary>
    private static void AddScopedWindow(this IServiceCollection services)
    {
        var window = services.Last(service => service.ServiceType == typeof(IWeChatDesktop));
        services.Remove(window);
        services.AddKeyedSingleton(ScopedDesktop.Window, (provider, _) =>
            (IWeChatDesktop)(window.ImplementationInstance ?? window.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, window.ImplementationType!)));
        services.AddSingleton<IWeChatDesktop>(provider => ActivatorUtilities.CreateInstance<ScopedDesktop>(
            provider, provider.GetRequiredKeyedService<IWeChatDesktop>(ScopedDesktop.Window)));
    }

    private static Uri Folder(string url) => new(url.TrimEnd('/') + "/");
}
