using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Hosting;
using WeChatPlatform.Llm;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.AiBenchmark;

/// <summary>Registers the instant model before the service registers its own.</summary>
internal sealed class InstantModule : IModule
{
    public string Name => "instant";

    public void AddServices(IHostApplicationBuilder builder)
    {
        var model = new InstantModel();
        builder.Services.TryAddSingleton<IChatClient>(model);
        builder.Services.TryAddSingleton<ILlmChain>(model);
    }

    public void AddConsumers(ModuleBus bus)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }
}
