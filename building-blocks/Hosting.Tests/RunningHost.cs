using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Hosting.Tests;

/// <summary>A host in this process, on two free ports, with one module made of the given endpoints.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningHost(WebApplication app)
    {
        this.app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.ToArray();
        Public = new HttpClient { BaseAddress = new Uri(addresses[0]) };
        Management = new HttpClient { BaseAddress = new Uri(addresses[1]) };
    }

    public HttpClient Public { get; }

    public HttpClient Management { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<RunningHost> StartAsync(
        Action<IEndpointRouteBuilder> map, Action<IHostApplicationBuilder>? add = null)
    {
        var setup = Setup(map, add);
        var built = PlatformHost.Build(Builder(setup), setup);
        await PlatformHost.StartAsync(built, Ct);
        return new RunningHost(built);
    }

    public static PlatformHostSetup Setup(
        Action<IEndpointRouteBuilder> map, Action<IHostApplicationBuilder>? add = null) =>
        new() { Modules = [new StubModule(map, add)], ReadEnvironment = false };

    public static WebApplicationBuilder Builder(PlatformHostSetup setup)
    {
        var builder = PlatformHost.CreateBuilder(setup);
        builder.Configuration.AddInMemoryCollection(Settings.FreePorts);
        return builder;
    }

    public Task StopAsync() => app.StopAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        Public.Dispose();
        Management.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    private sealed class StubModule(
        Action<IEndpointRouteBuilder> map, Action<IHostApplicationBuilder>? add) : IModule
    {
        public string Name => "stub";

        public void AddServices(IHostApplicationBuilder builder) => add?.Invoke(builder);

        public void AddConsumers(ModuleBus bus)
        {
        }

        public void MapEndpoints(IEndpointRouteBuilder routes) => map(routes);
    }
}
