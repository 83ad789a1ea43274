using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting;

/// <summary>What every process has on its two ports, and in which order a request passes it.</summary>
internal static class PlatformWeb
{
    public static void AddWebServer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<HostingOptions>().BindConfiguration(HostingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidator>();
        services.Replace(ServiceDescriptor.Transient(typeof(IOptionsFactory<>), typeof(NamedFaultOptionsFactory<>)));

        // Before any class of options is bound: configurations run in the order of their registration.
        services.AddSingleton(typeof(IConfigureOptions<>), typeof(ListsGiveWay<>));
        services.AddSingleton(typeof(IPostConfigureOptions<>), typeof(BlankEntriesDropped<>));
        builder.WebHost.UseKestrelCore();
        services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<HostingOptions>>((kestrel, options) => options.WhenValid(hosting =>
            {
                kestrel.AddServerHeader = false;
                Listener.Parse(hosting.Url).Listen(kestrel, _ => { });
                Listener.Parse(hosting.ManagementUrl).Listen(kestrel, ManagementPort.MarkConnections);
            }))
            .Configure<IOptions<EdgeOptions>>((kestrel, options) => options.WhenValid(edge =>
                kestrel.Limits.MaxRequestBodySize = edge.MaxRequestBytes));
        services.AddOptions<HostOptions>().Configure<IOptions<HostingOptions>>((host, options) => options.WhenValid(
            hosting => host.ShutdownTimeout = TimeSpan.FromSeconds(hosting.ShutdownTimeoutSeconds)));
        services.AddSingleton<DrainingLifetime>();
        services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<DrainingLifetime>());
    }

    public static void AddPlatformWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRouting();
        services.AddJsonConventions();

        // Before anything adds the framework's own writer: the first that can write does.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<FaultHandler>();

        // Thrown, so that the answer can name the place in the body.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", document => document.AddOperationTransformer(EndpointAccess.Describe));
        services.AddHealthChecks()
            .AddCheck<StoppingCheck>("stopping", tags: ["ready"])
            .AddCheck<WarmUpCheck>("warm-up", tags: ["ready"]);
    }

    public static void UsePlatformWeb(this WebApplication app, PlatformHostSetup setup)
    {
        app.UseEdgeFront();
        app.UseRequestIds();
        app.UseRequestStatus();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        ManagementPort.Separate(app);
        app.UseTrailingSlashRewrite();
        app.UseRouting();
        app.UseRequestRoute();

        // Asks and wants an answer: a caller whose machine is gone would otherwise hold its socket until TCP gives up.
        app.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(20),
        });
        app.UseEdgeOrigins();
        app.Use(RefuseUnknownRoutes);
        app.UseEdge();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.Viewer);
        foreach (var module in setup.Modules)
        {
            module.MapEndpoints(app.MapGroup("/api/v1").WithTags(module.Name));
        }

        setup.MapEndpoints?.Invoke(app);
    }

    // Before authentication: the fallback policy would tell a stranger to log in for a route that does not exist, or for one
    // that exists with another method or content type (routing answers these by endpoints of its own, which have no route).
    private static Task RefuseUnknownRoutes(HttpContext context, RequestDelegate next)
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint:
                return next(context);
            case { RequestDelegate: { } refuse }:
                return refuse(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    // The web server is made while the host is built, before the start can list all faults together.
    private static void WhenValid<TOptions>(this IOptions<TOptions> options, Action<TOptions> use)
        where TOptions : class
    {
        try
        {
            use(options.Value);
        }
        catch (OptionsValidationException)
        {
            // The start lists it and goes no further.
        }
    }
}
