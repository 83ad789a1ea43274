using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Agent.Configuration;
using WeChatPlatform.Capture.Agent.Control;
using WeChatPlatform.Capture.Agent.Window;
using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows;

namespace WeChatPlatform.Capture.Agent;

/// <summary>The agent's parts put together. What a process does not need (other sources of settings, other logs) is left out.</summary>
internal static class AgentHost
{
    /// <summary>Name of the file that is read when none is named and it lies beside the program.</summary>
    public const string DefaultFile = "agent.yaml";

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    /// <summary>Settings of the file, of the environment and of the command line; what comes later wins.</summary>
    /// <param name="path">Absent: the default file, if there is one.</param>
    /// <param name="settings">--Agent:Name=value, as many as were given.</param>
    public static (HostApplicationBuilder Builder, YamlFile? File) Configure(string? path, IReadOnlyList<string> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var standard = Path.Combine(AppContext.BaseDirectory, DefaultFile);
        var file = path is not null ? YamlFile.Read(path) : File.Exists(standard) ? YamlFile.Read(standard) : null;
        if (file is not null)
        {
            builder.Configuration.AddInMemoryCollection(file.Settings);
        }

        var outer = OuterSettings.Read(settings);
        builder.Configuration.AddInMemoryCollection(outer.Settings);
        builder.Services.AddSingleton(outer);
        return (builder, file);
    }

    /// <summary>Logs as JSON to the standard output.</summary>
    public static void AddLogs(this HostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.AddSingleton<RecentErrors>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<RecentErrors>());
    }

    /// <summary>The agent that works: reads, uploads, types, and hears commands.</summary>
    public static void AddAgent(this HostApplicationBuilder builder)
    {
        builder.AddLogs();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTime);
        builder.Services.AddWindow(builder.Configuration);

        // Before the desktop's loop: it checks the window once after the start, and who listens later never hears of it.
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WindowReports>());
        builder.Services.AddCapture();
        builder.Services.AddWindowDesk();
        builder.Services.AddSingleton<LocalStatus>();
        builder.Services.AddSingleton<ControlDesk>();
        builder.Services.AddHostedService<ControlEndpoint>();
        builder.Services.AddHostedService<MemoryTrim>();
        if (builder.Services.Any(service => service.ServiceType == typeof(IHotkey)))
        {
            builder.Services.AddHostedService<HotkeyStop>();
        }
    }

    /// <summary>The window and what people ask of it, with its own process's logs off: a command speaks for itself.</summary>
    public static void AddWindowCommands(this HostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddWindow(builder.Configuration);
        builder.Services.AddCapture();
        builder.Services.RemoveAll<IHostedService>();
        builder.Services.AddWindowDesk();
    }

    private static void AddWindowDesk(this IServiceCollection services)
    {
        services.AddSingleton<WindowReports>();
        services.AddSingleton(provider => new WindowDesk(
            provider.GetRequiredService<Tree.SelfCheck>(),
            provider.GetRequiredKeyedService<IWeChatDesktop>(ScopedDesktop.Window) as IWindowProbe,
            // Where the window is simulated nobody has read the profiles, and only a dump needs them.
            () => provider.GetService<SelectorCatalog>() ?? SelectorCatalog.Load(null),
            provider.GetRequiredService<WindowReports>(),
            provider.GetRequiredService<AgentHealth>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    // What is driven is chosen before the options are: the parts of the other kind are not even put together.
    private static void AddWindow(this IServiceCollection services, IConfiguration configuration)
    {
        var chosen = configuration[$"{AgentOptions.Section}:Desktop:Kind"];
        var isReal = Enum.TryParse<DesktopKind>(chosen, ignoreCase: true, out var kind)
            ? kind == DesktopKind.Windows
            : string.IsNullOrEmpty(chosen) && services.All(service => service.ServiceType != typeof(IWeChatDesktop));
        if (isReal && OperatingSystem.IsWindows())
        {
            services.AddWindowsWeChat();
            services.AddTreeDesktop();
        }
    }
}
