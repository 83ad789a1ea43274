using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace WeChatPlatform.Gateway.Host;

/// <summary>
/// Passes requests and sockets on to the services, with the caller's token and trace. Each service checks the token again.
/// </summary>
internal static class Forwarding
{
    /// <summary>A machine that is gone says no; another replica may be there. Networks between services answer in milliseconds.</summary>
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(2);

    /// <summary>Goes the way of a message to the message service, which refuses it.</summary>
    public static WarmUpRequest Refused { get; } = new(
        HttpMethod.Post, "/api/v1/messages", Caller.Agent("warm-up", Caller.SimulatedDesktop), """{"message": {"id": ""}}""");

    public static void AddForwarding(this IServiceCollection services)
    {
        services.AddOptions<ServicesOptions>().BindConfiguration(ServicesOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServicesOptions>, ServicesOptionsValidator>();
        services.AddSingleton<IProxyConfigProvider, RouteTable>();
        services.AddSingleton<IDestinationResolver, ReplicaAddresses>();
        services.AddReverseProxy().ConfigureHttpClient((_, handler) =>
            handler.ConnectTimeout = ConnectTime);
    }

    public static void MapForwarding(this IEndpointRouteBuilder routes) => routes.MapReverseProxy(proxy =>
    {
        proxy.Use(EndSocketsAsync);
        proxy.Use(AnswerForTheAbsentAsync);
        proxy.Use(AnotherReplica.TryAsync);
        proxy.UseLoadBalancing();
    });

    // A socket has no end of its own: without this a stopping gateway waits for it until its time is up, and an agent whose key
    // was revoked or whose token is over goes on talking. An agent comes back and logs in, if it may.
    private static async Task EndSocketsAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            await next(context);
            return;
        }

        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var access = context.RequestServices.GetRequiredService<RevokedAccess>().Watch(context.User);
        await using var stopping = lifetime.ApplicationStopping.Register(context.Abort);
        await using var revoked = access.Ended.Register(context.Abort);
        await next(context);
    }

    private static async Task AnswerForTheAbsentAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var failure = context.GetForwarderErrorFeature();
        if (failure is null || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested
            || context.Response.StatusCode < StatusCodes.Status500InternalServerError)
        {
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "2";
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Title = "service_unavailable",
                Detail = "服务暂时不可用，请稍后再试 / The service is away for a moment. Try again.",
            },
        });
    }
}
