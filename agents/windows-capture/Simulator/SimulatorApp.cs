using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Simulator;

/// <summary>Puts the process together; tests start the same in process.</summary>
internal static class SimulatorApp
{
    private const string PagePolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(SimulatorApp).Assembly.GetName().Name,
        });

        // The page has no login: only a browser of this machine that asked for this machine is answered.
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1";
        builder.Logging.ClearProviders().AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddOptions<SimulatorOptions>().BindConfiguration(SimulatorOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services =>
            new WorldFile(services.GetRequiredService<IOptions<SimulatorOptions>>().Value.DataFolder));
        builder.Services.AddSingleton(CreateWorld);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        builder.WebHost.ConfigureKestrel((_, kestrel) => kestrel.Listen(
            IPAddress.Loopback, kestrel.ApplicationServices.GetRequiredService<IOptions<SimulatorOptions>>().Value.Port));

        var app = builder.Build();
        app.MapDesktop();
        app.MapPlay();
        app.MapGet("/", context => ServeAsync(context, "index.html", "text/html; charset=utf-8"));
        app.MapGet("/page.css", context => ServeAsync(context, "page.css", "text/css; charset=utf-8"));
        app.MapGet("/page.js", context => ServeAsync(context, "page.js", "text/javascript; charset=utf-8"));
        app.MapGet("/health/live", () => TypedResults.Ok());
        return app;
    }

    private static SimulatedWorld CreateWorld(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<SimulatorOptions>>().Value;
        var world = new SimulatedWorld(
            services.GetRequiredService<WorldFile>(), services.GetRequiredService<TimeProvider>(), options.Nickname)
        {
            Faults = new WorldFaults { FourX = options.FourX, ClientVersion = options.ClientVersion },
        };
        if (options.Seed)
        {
            SampleChats.Create(world);
        }

        services.GetRequiredService<ILogger<SimulatedWorld>>().ChatsLoaded(world.Read((chats, _) => chats.Count));
        return world;
    }

    private static async Task ServeAsync(HttpContext context, string file, string mediaType)
    {
        context.Response.Headers.ContentSecurityPolicy = PagePolicy;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = mediaType;
        await using var content = typeof(SimulatorApp).Assembly.GetManifestResourceStream(file)!;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
