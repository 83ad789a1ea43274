using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Hosting.Tests;

/// <summary>A module made of the given endpoints and services.</summary>
internal sealed class StubModule(
    Action<IEndpointRouteBuilder> map, Action<IHostApplicationBuilder>? add = null) : IModule
{
    public string Name => "stub";

    public static Task<TestHost> StartAsync(
        Action<IEndpointRouteBuilder> map, Action<IHostApplicationBuilder>? add = null) =>
        TestHost.StartAsync(new StubModule(map, add), databases: null);

    public static Task<TestHost> StartAsync(
        Action<IEndpointRouteBuilder> map, params IReadOnlyList<(string Key, string Value)> settings) =>
        TestHost.StartAsync(new StubModule(map), databases: null, settings);

    public void AddServices(IHostApplicationBuilder builder) => add?.Invoke(builder);

    public void AddConsumers(ModuleBus bus)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder routes) => map(routes);
}
