using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Customer;

/// <summary>Who writes to us: customers, the contacts they come by, and their grades.</summary>
public sealed class CustomerModule : IModule
{
    public string Name => "customer";

    public void AddServices(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CustomerOptions>().BindConfiguration(CustomerOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CustomerOptions>, CustomerOptionsValidator>();
        services.AddSingleton<IValidateOptions<CustomerOptions>, GradeRulesAgree>();
        services.AddScoped<KnownContacts>();
        builder.AddModuleDatabase<CustomerDbContext>(Name);
        builder.Services.AddSingleton<IWarmUp, CustomerWarmUp>();
    }

    public void AddConsumers(ModuleBus bus)
    {
        bus.AddConsumer<IdentifyCustomerConsumer, CustomerDbContext>();
        bus.AddConsumer<CountMessageConsumer, CustomerDbContext>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapListCustomers();
        routes.MapGetCustomer();
    }
}
