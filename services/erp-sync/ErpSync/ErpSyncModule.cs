using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.ErpSync;

/// <summary>What the ERP knows, mirrored: orders and products, and the facts that questions ask of them.</summary>
public sealed class ErpSyncModule : IModule
{
    public string Name => "erp-sync";

    public void AddServices(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ErpSyncOptions>().BindConfiguration(ErpSyncOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ErpSyncOptions>, ErpSyncOptionsValidator>();
        services.AddSingleton<IValidateOptions<ErpSyncOptions>, ImportFolderExists>();
        builder.AddModuleDatabase<ErpSyncDbContext>(Name);
        services.AddScoped<MirrorWriter>();
        services.AddHostedService<ImportFolder>();
    }

    public void AddConsumers(ModuleBus bus) => bus.AddStatelessConsumer<LookUpErpFactsConsumer, ErpSyncDbContext>();

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapImportMirror();
        routes.MapListOrders();
        routes.MapLookUpOrders();
        routes.MapLookUpProducts();
    }
}
