using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Analytics;

/// <summary>Counts what the other services tell, and answers with true figures.</summary>
public sealed class AnalyticsModule : IModule
{
    public string Name => "analytics";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddModuleDatabase<AnalyticsDbContext>(Name);
        builder.Services.AddOptions<AnalyticsOptions>().BindConfiguration(AnalyticsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AnalyticsOptions>, AnalyticsOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<AnalyticsOptions>, TimeZoneValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
    }

    public void AddConsumers(ModuleBus bus)
    {
        bus.AddConsumer<RecordMessageConsumer, AnalyticsDbContext>();
        bus.AddConsumer<RecordDecisionConsumer, AnalyticsDbContext>();
        bus.AddConsumer<RecordSupersededConsumer, AnalyticsDbContext>();
        bus.AddConsumer<RecordDeliveryConsumer, AnalyticsDbContext>();
        bus.AddConsumer<RecordHandoffConsumer, AnalyticsDbContext>();
        bus.AddConsumer<RecordLlmCallConsumer, AnalyticsDbContext>();
        bus.AddConsumer<RecordAgentSeenConsumer, AnalyticsDbContext>();
        bus.AddConsumer<RecordBudgetThresholdConsumer, AnalyticsDbContext>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapGetStats();
        routes.MapGetMessageStats();
        routes.MapGetCustomerStats();
        routes.MapListAlerts();
    }
}
