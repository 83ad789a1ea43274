using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

internal static class ProviderRegistration
{
    /// <summary>The register of providers as the source that the chain asks. Before <c>AddLlm</c>, whose own source is a part of this one.</summary>
    public static void AddProviders(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<AiOptions>, KeySecretsValidator>();
        services.TryAddSingleton<ProviderKinds>();
        services.TryAddSingleton<KeySecrets>();
        services.TryAddSingleton<StoredProviders>();
        services.TryAddSingleton<IProviderSource>(provider => provider.GetRequiredService<StoredProviders>());
        services.TryAddScoped<ProviderRows>();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IPriceList, AgreedPrices>(), ServiceDescriptor.Singleton<IPriceList, CataloguePrices>()]);
    }

    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapGetProvider();
        routes.MapManageProviders();
        routes.MapConsentToProvider();
        routes.MapPingProvider();
        routes.MapListReceivers();
    }
}
