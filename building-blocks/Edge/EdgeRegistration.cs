using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge;

/// <summary>The same checks in every process, so that a service called around the gateway refuses too.</summary>
public static class EdgeRegistration
{
    public static void AddEdge(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<EdgeOptions>().BindConfiguration(EdgeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EdgeOptions>, EdgeOptionsValidator>();
        services.AddSingleton<IValidateOptions<EdgeOptions>, SigningKeysValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton(provider => new RevokedAccess(
            provider.GetRequiredService<IOptions<EdgeOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RevokedAccess>>()));
        services.AddSingleton<TokenReader>();
        services.AddSingleton(provider => new TokenIssuer(
            provider.GetRequiredService<SigningKeys>(),
            provider.GetRequiredService<IOptions<EdgeOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddAuthentication(BearerHandler.Scheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.Scheme, _ => { });

        // The framework's base class tells of every stranger at this level; what we refuse, TokenReader tells.
        builder.Logging.AddFilter(typeof(BearerHandler).FullName, LogLevel.Warning);
        AddPolicies(services.AddAuthorizationBuilder());
        services.AddRequestRates();
        services.AddTrustedProxies();
        services.AddCrossOrigins();
    }

    /// <summary>Before anything else: whose request it is, and what every answer says to browsers.</summary>
    public static void UseEdgeFront(this IApplicationBuilder app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
    }

    /// <summary>
    /// After routing and before routes are refused: a browser's question whether it may ask has a method that no route has.
    /// </summary>
    public static void UseEdgeOrigins(this IApplicationBuilder app) => app.UseCors();

    /// <summary>After routing, before the endpoints: who is it, how often, may they.</summary>
    public static void UseEdge(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static void AddPolicies(AuthorizationBuilder authorization)
    {
        foreach (var name in Policies.Names)
        {
            authorization.AddPolicy(name, policy => policy.RequireAssertion(context =>
                context.User.Caller() is { } caller && Policies.Allows(name, caller)));
        }

        // An endpoint that names no rule is refused to strangers: forgetting one must not open it.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder(BearerHandler.Scheme).RequireAuthenticatedUser().Build());
    }
}
