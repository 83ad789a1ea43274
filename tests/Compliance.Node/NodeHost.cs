using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Compliance.Node;

/// <summary>The messaging of all modules in one process: what a node starts, and what the suite itself publishes with.</summary>
public static class NodeHost
{
    /// <param name="settings">Persistence and Messaging, as any host has them.</param>
    /// <param name="follows">Whether it has the queues that see the order: one process at a time may.</param>
    /// <param name="configure">More services.</param>
    public static IHost Build(
        IReadOnlyDictionary<string, string?> settings, bool follows, Action<IHostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IModuleContextExtension, EffectTables>();
        configure?.Invoke(builder);
        foreach (var module in ModuleUnderTest.All)
        {
            module.AddDatabase(builder);
            module.AddOrder(builder.Services);
        }

        builder.AddPlatformMessaging(
            [.. ModuleUnderTest.All.Select(module => (module.Name, (Action<ModuleBus>)(bus => module.Contribute(bus, follows))))]);
        return builder.Build();
    }
}
