using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging.Consuming;
using WeChatPlatform.Messaging.Outbox;
using WeChatPlatform.Messaging.Poison;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging;

public static class MessagingRegistration
{
    /// <summary>
    /// Builds the host's only bus from what its modules contribute. Call it once, after the modules registered their
    /// databases: MassTransit works once per container.
    /// </summary>
    public static void AddPlatformMessaging(
        this IHostApplicationBuilder builder, IReadOnlyList<(string Module, Action<ModuleBus> Contribute)> contributions)
    {
        var services = builder.Services;
        services.AddOptions<MessagingOptions>().BindConfiguration(MessagingOptions.Section).ValidateOnStart();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IValidateOptions<MessagingOptions>, MessagingOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<MessagingOptions>, RetryWaitsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<MessagingOptions>, RabbitMqAddressValidator>()]);
        services.TryAddSingleton(TimeProvider.System);

        var catalog = new MessageCatalog();
        services.AddSingleton(catalog);
        services.TryAddSingleton<IFailPoints, NoFailPoints>();
        services.AddSingleton<OutboxSignals>();
        services.AddSingleton<MemoryDeliveries>();
        services.AddSingleton<IModuleContextExtension, CommitSignal>();
        services.AddScoped(typeof(IOutbox<>), typeof(Outbox<>));
        services.AddSingleton<PoisonTable>();
        services.AddSingleton(provider => new PoisonMessages(
            catalog,
            provider.GetRequiredService<PoisonTable>(),
            provider.GetRequiredService<IOptions<MessagingOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PoisonMessages>>()));
        services.AddSingleton<OutboxPublisher>();
        services.AddOptions<MassTransitHostOptions>().Configure(host =>
        {
            host.WaitUntilStarted = true;
            host.StopTimeout = TimeSpan.FromSeconds(25);
        });

        // A settings decision at build time: it chooses which transport's classes are registered at all.
        var inMemory = string.Equals(
            builder.Configuration[$"{MessagingOptions.Section}:{nameof(MessagingOptions.Transport)}"], "memory", StringComparison.Ordinal);
        var instance = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            foreach (var (module, contribute) in contributions)
            {
                contribute(new ModuleBus(module, instance, bus, catalog));
            }

            bus.AddConfigureEndpointsCallback((context, name, endpoint) => ConfigureQueue(context, name, endpoint, catalog));
            if (inMemory)
            {
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
            }
            else
            {
                bus.UsingRabbitMq(ConfigureRabbitMq);
            }
        });
        services.AddHostedService<OutboxRelays>();
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        rabbit.Host(new Uri(context.GetRequiredService<IOptions<MessagingOptions>>().Value.RabbitMq));

        // The whole platform's queues exist before anything is published, whoever starts first: nothing is lost because
        // its reader has never run.
        rabbit.DeployPublishTopology = true;
        foreach (var subscription in Subscriptions.All)
        {
            SubscriptionTopology.Declare(rabbit, subscription);
        }

        rabbit.ConfigureEndpoints(context);
    }

    private static void ConfigureQueue(
        IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint, MessageCatalog catalog)
    {
        var options = context.GetRequiredService<IOptions<MessagingOptions>>().Value;
        endpoint.PrefetchCount = options.Prefetch;
        endpoint.ConcurrentMessageLimit = options.Concurrency;
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(TransientFaults.IsOutage);
            retry.Intervals(OutageWaits(options.DatabaseOutageSeconds));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(failure => !TransientFaults.IsOutage(failure));
            retry.Intervals([.. options.RetryMilliseconds]);
        });

        if (catalog.FindQueue(name) is not { } queue)
        {
            return;
        }

        if (options.InMemory)
        {
            // Outermost: a message counts as delivered once everything inside it, the commit included, is over.
            endpoint.UseFilter(new MemoryAcknowledgeFilter(context.GetRequiredService<MemoryDeliveries>(), name));
            endpoint.ConfigureError(pipe => pipe.UseFilter(new PoisonFilter(context.GetRequiredService<PoisonTable>(), queue)));
        }
        else if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.SetQuorumQueue();
            rabbit.SetQueueArgument(SubscriptionTopology.DeliveryLimit, SubscriptionTopology.NoDeliveryLimit);
        }
    }

    private static TimeSpan[] OutageWaits(int seconds)
    {
        List<TimeSpan> waits = [TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1)];
        for (var waited = 2; waited < seconds; waited += 3)
        {
            waits.Add(TimeSpan.FromSeconds(3));
        }

        return [.. waits];
    }
}
