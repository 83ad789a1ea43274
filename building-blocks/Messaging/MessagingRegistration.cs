using MassTransit;
using MassTransit.InMemoryTransport.Configuration;
using MassTransit.Middleware;
using MassTransit.RabbitMqTransport.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Messaging.Consuming;
using WeChatPlatform.Messaging.Measuring;
using WeChatPlatform.Messaging.Outbox;
using WeChatPlatform.Messaging.Poison;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging;

public static class MessagingRegistration
{
    private static readonly TimeSpan BroadcastQueueExpires = TimeSpan.FromMinutes(5);

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
        services.AddSingleton<OutboxSignals>();
        services.AddSingleton<MemoryDeliveries>();
        services.AddSingleton<IModuleContextExtension, CommitSignal>();
        services.AddScoped(typeof(OutboxBuffer<>));
        services.AddScoped(typeof(IOutbox<>), typeof(Outbox<>));
        services.AddSingleton<PoisonTable>();
        services.AddSingleton(provider => new PoisonMessages(
            catalog,
            provider.GetRequiredService<PoisonTable>(),
            provider.GetRequiredService<IOptions<MessagingOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PoisonMessages>>()));
        services.AddSingleton<BrokerChannel>();
        services.AddSingleton<OutboxPublisher>();

        // A settings decision at build time: it chooses which transport's classes are registered at all.
        var inMemory = string.Equals(
            builder.Configuration[$"{MessagingOptions.Section}:{nameof(MessagingOptions.Transport)}"], "memory", StringComparison.Ordinal);
        services.AddSingleton<GivenUpMessages>();
        services.AddSingleton(typeof(IStandingMessages), inMemory ? typeof(MemoryQueues) : typeof(BrokerQueues));
        services.AddOptions<MassTransitHostOptions>().Configure(host =>
        {
            // A broker that is away must not keep the process from telling so: its health names the bus until it is connected.
            host.WaitUntilStarted = inMemory;
            host.StopTimeout = TimeSpan.FromSeconds(25);
        });
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
                bus.SetBusFactory(new WordlessBusFactory(new InMemoryRegistrationBusFactory(
                    null, (context, memory) => memory.ConfigureEndpoints(context))));
            }
            else
            {
                bus.SetBusFactory(new WordlessBusFactory(new RabbitMqRegistrationBusFactory(ConfigureRabbitMq)));
            }
        });
        if (!inMemory)
        {
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                "outbox-relay", provider => new RelayCheck(provider.GetRequiredService<BrokerChannel>()), HealthStatus.Unhealthy, ["ready"]));
        }

        services.AddHostedService<OutboxRelays>();
        services.AddHostedService<QueueSampler>();
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        var options = context.GetRequiredService<IOptions<MessagingOptions>>().Value;
        rabbit.Host(new Uri(options.RabbitMq), host =>
        {
            // A connection whose other end is gone without a word is given up after two of these, on both sides.
            host.Heartbeat(TimeSpan.FromSeconds(options.HeartbeatSeconds));
            host.RequestedConnectionTimeout(MessagingOptions.ConnectTime);
            host.ContinuationTimeout(TimeSpan.FromSeconds(options.ReplySeconds));
        });

        foreach (var message in context.GetRequiredService<MessageCatalog>().Known)
        {
            SubscriptionTopology.DeclareDurable(rabbit, message);
        }

        rabbit.ConfigureEndpoints(context);
    }

    private static void ConfigureQueue(
        IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint, MessageCatalog catalog)
    {
        var options = context.GetRequiredService<IOptions<MessagingOptions>>().Value;
        var label = ConsumerMeter.LabelOf(name, catalog);
        MeteredMessages.Measure(endpoint, new ConsumerMeter(
            name, catalog, countsPoison: !options.InMemory, context.GetRequiredService<GivenUpMessages>(),
            context.GetRequiredService<TimeProvider>()));
        endpoint.PrefetchCount = options.Prefetch;
        endpoint.ConcurrentMessageLimit = options.Concurrency;
        endpoint.UseMessageRetry(retry =>
        {
            retry.ConnectRetryObserver(new RetriedCount(label));
            retry.Handle<Exception>(TransientFaults.IsOutage);
            retry.Intervals(OutageWaits(options.DatabaseOutageSeconds));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.ConnectRetryObserver(new RetriedCount(label));
            retry.Handle<Exception>(failure => !TransientFaults.IsOutage(failure));
            retry.Intervals([.. options.RetryMilliseconds]);
        });

        if (catalog.FindQueue(name) is not { } queue)
        {
            ConfigureBroadcast(endpoint);
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
            endpoint.ConfigureError(pipe =>
            {
                pipe.UseFilter(new ReasonFilter());
                pipe.UseFilter(new GenerateFaultFilter());
                pipe.UseFilter(new ErrorTransportFilter());
            });
        }
    }

    // The queue expires after its replica is gone, and its exchange with it; nothing is kept of what could not be handled,
    // because a broadcast only wakes. Durable all the same: RabbitMQ 4.3 refuses queues that are neither durable nor
    // exclusive, and exclusive ones cannot be declared again while the server holds on to a connection that was cut.
    private static void ConfigureBroadcast(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.DiscardSkippedMessages();
        endpoint.DiscardFaultedMessages();
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.Durable = true;
            rabbit.AutoDelete = true;
            rabbit.QueueExpiration = BroadcastQueueExpires;
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
