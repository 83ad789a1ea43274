using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

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
        builder.WebHost.UseKestrelCore();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HostingOptions>>((kestrel, hosting) =>
        {
            kestrel.AddServerHeader = false;
            Listener.Parse(hosting.Value.Url).Listen(kestrel, _ => { });
            Listener.Parse(hosting.Value.ManagementUrl).Listen(kestrel, ManagementPort.MarkConnections);
        });
        services.AddOptions<HostOptions>().Configure<IOptions<HostingOptions>>((host, hosting) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(hosting.Value.ShutdownTimeoutSeconds));
    }

    public static void AddPlatformWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRouting();
        services.AddJsonConventions();
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<FaultHandler>();

        // Thrown, so that the answer can name the place in the body.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddHealthChecks().AddCheck<StoppingCheck>("stopping", tags: ["ready"]);
    }

    public static void UsePlatformWeb(this WebApplication app, PlatformHostSetup setup)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        ManagementPort.Separate(app);
        app.UseTrailingSlashRewrite();
        app.UseRouting();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        app.Use(RefuseUnknownRoutes);
        app.MapHealth();
        foreach (var module in setup.Modules)
        {
            module.MapEndpoints(app.MapGroup("/api/v1").WithTags(module.Name));
        }

        setup.MapEndpoints?.Invoke(app);
    }

    // Before authentication: the fallback policy would tell a stranger to log in for a route that does not exist.
    private static Task RefuseUnknownRoutes(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
