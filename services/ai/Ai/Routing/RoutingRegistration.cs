using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Routing;

internal static class RoutingRegistration
{
    public static void AddRouting(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RoutingOptions>().BindConfiguration(RoutingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsValidator>();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingRulesValidator>();
        services.TryAddSingleton(provider => RoutingRules.Load(provider.GetRequiredService<IOptions<RoutingOptions>>().Value.RulesFile));
        services.TryAddSingleton<IRouter, Router>();
    }
}
