using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Gateway.FirstStart;
using WeChatPlatform.Gateway.Keys;
using WeChatPlatform.Gateway.Login;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Gateway;

/// <summary>Identities: agents' keys and console users, and the tokens they get. Forwarding is the gateway host's.</summary>
public sealed class GatewayModule : IModule
{
    public string Name => "gateway";

    public void AddServices(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddModuleDatabase<GatewayDbContext>(Name);
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<Secrets>();
        services.AddScoped<Identities>();
        services.AddScoped<Lockout>();
        services.AddSingleton<ForgetAttempts>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgetAttempts>());
        services.AddSingleton<IHostCommand, UnlockCommand>();
        services.AddSingleton<RevokedKeys>();
        services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<RevokedKeys>());
        services.AddHostedService(provider => provider.GetRequiredService<RevokedKeys>());
        services.AddSingleton<IStartStep, CreateFirstIdentities>();
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy<string, LoginRate>(LoginRate.Policy));
    }

    public void AddConsumers(ModuleBus bus)
    {
        // Identities change by requests only.
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapLogIn();
        routes.MapLockouts();
        routes.MapCreateAgentKey();
        routes.MapListAgentKeys();
        routes.MapRevokeAgentKey();
    }
}
