using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Caching;
using WeChatPlatform.Edge;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Hosting;

/// <summary>
/// A process of the platform. The order of its start: all options are valid, the ports are free, the databases are
/// migrated, the modules' first steps are done, bus and background work run, endpoints accept. It stops in the reverse order.
/// </summary>
public static class PlatformHost
{
    /// <summary>Runs until told to stop, or runs the verb that the command line names. The result is the exit code.</summary>
    public static Task<int> RunAsync(string[] args, params IModule[] modules) =>
        RunAsync(new PlatformHostSetup { Args = args, Modules = modules });

    /// <inheritdoc cref="RunAsync(string[], IModule[])"/>
    public static Task<int> RunAsync(PlatformHostSetup setup, CancellationToken ct = default) =>
        HostRun.RunAsync(setup, ct);

    /// <summary>Whether a command line names a verb, such as <c>--config FILE poison list</c>, instead of asking to serve.</summary>
    /// <exception cref="StartRefusedException">It cannot be read.</exception>
    public static bool NamesVerb(IReadOnlyList<string> args) => CommandLine.Parse(args).Verb is not null;

    /// <summary>
    /// The host, built and not started: for tests, and for <see cref="RunAsync(PlatformHostSetup, CancellationToken)"/>.
    /// </summary>
    public static async Task<WebApplication> BuildAsync(PlatformHostSetup setup, CancellationToken ct = default)
    {
        var builder = CreateBuilder(setup);
        if (setup.PrepareAsync is not null)
        {
            await setup.PrepareAsync(builder, ct);
        }

        return Build(builder, setup);
    }

    /// <summary>Configuration, logging and the web server. Configuration added to the builder wins over the environment.</summary>
    public static WebApplicationBuilder CreateBuilder(PlatformHostSetup setup)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = $"wechat-{setup.ServiceName}",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.AddHostConfiguration(CommandLine.Parse(setup.Args).ConfigFile, setup.ReadEnvironment);
        builder.Logging.AddPlatformLogging(builder.Configuration);
        builder.AddWebServer();
        return builder;
    }

    /// <summary>Adds what every process has, then the modules, and maps their endpoints below /api/v1.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, PlatformHostSetup setup)
    {
        builder.Services.AddSingleton(setup);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.AddPlatformWeb();
        builder.AddPlatformCaching();
        builder.AddEdge();
        builder.AddServiceCalls(setup.ServiceName, [.. setup.Modules.Select(module => module.Name)]);

        // Before the modules: their background work starts after the bus and stops before it.
        builder.AddPlatformMessaging(
        [
            ("edge", bus => bus.AddBroadcastConsumer<AccessRevokedConsumer>()),
            .. setup.Modules.Select(module => (module.Name, (Action<ModuleBus>)module.AddConsumers)),
        ]);
        builder.Services.AddSingleton<IHostCommand, PoisonCommand>();
        foreach (var module in setup.Modules)
        {
            module.AddServices(builder);
        }

        setup.AddServices?.Invoke(builder);
        builder.Services.AddSingleton<IWarmUp, HttpWarmUp>();
        builder.Services.AddSingleton<WarmUpRun>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WarmUpRun>());
        var app = builder.Build();
        app.UsePlatformWeb(setup);
        return app;
    }

    /// <summary>Starts a built host in the right order.</summary>
    /// <exception cref="StartRefusedException">Something that its operator can mend.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken ct = default)
    {
        ConfigurationFaults.ThrowIfAny(app.Services);
        PortsTaken.ThrowIfAny(app.Services.GetRequiredService<IOptions<HostingOptions>>().Value);
        if (app.Services.GetService<DatabaseMigrator>() is { } migrator)
        {
            await DatabasesAway.MigrateAsync(migrator, ct);
        }

        foreach (var step in app.Services.GetServices<IStartStep>())
        {
            await step.RunAsync(ct);
        }

        await PortsTaken.GuardAsync(() => app.StartAsync(ct));
    }
}
