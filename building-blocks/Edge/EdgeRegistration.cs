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
        services.AddSingleton<IValidateOptions<EdgeOptions>, SigningKeyValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<TokenReader>();
        services.AddSingleton(provider => new TokenIssuer(
            provider.GetRequiredService<SigningKey>(),
            provider.GetRequiredService<IOptions<EdgeOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddAuthentication(BearerHandler.Scheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.Scheme, _ => { });

        // The framework's base class tells of every stranger at this level; what we refuse, TokenReader tells.
        builder.Logging.AddFilter(typeof(BearerHandler).FullName, LogLevel.Warning);
        AddPolicies(services.AddAuthorizationBuilder());
        services.AddRequestRates();
    }

    /// <summary>After routing, before the endpoints: who is it, how often, may they.</summary>
    public static void UseEdge(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static void AddPolicies(AuthorizationBuilder authorization) => authorization
        .AddPolicy(Policies.Agent, policy => policy.RequireAssertion(context => context.User.Caller() is { IsAgent: true }))
        .AddPolicy(Policies.Viewer, policy => policy.RequireAssertion(context =>
            Allows(context.User.Caller(), Policies.Viewer, Policies.Operator, Policies.Admin)))
        .AddPolicy(Policies.Operator, policy => policy.RequireAssertion(context =>
            Allows(context.User.Caller(), Policies.Operator, Policies.Admin)))
        .AddPolicy(Policies.Admin, policy => policy.RequireAssertion(context =>
            Allows(context.User.Caller(), Policies.Admin)))

        // An endpoint that names no rule is refused to strangers: forgetting one must not open it.
        .SetFallbackPolicy(new AuthorizationPolicyBuilder(BearerHandler.Scheme).RequireAuthenticatedUser().Build());

    private static bool Allows(Caller? caller, params ReadOnlySpan<string> roles) =>
        caller is { Kind: Edge.Caller.UserKind, Role: { } role } && roles.Contains(role);
}
