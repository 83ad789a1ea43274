using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;
using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag;

/// <summary>What the company knows: FAQ entries and documents, loaded, indexed and found.</summary>
public sealed class RagModule : IModule
{
    public string Name => "rag";

    public void AddServices(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RagOptions>().BindConfiguration(RagOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RagOptions>, RagOptionsValidator>();
        services.AddSingleton<IValidateOptions<RagOptions>, KnowledgeFolderExists>();
        builder.AddModuleDatabase<RagDbContext>(Name);
        services.AddScoped<KnowledgePublisher>();
        services.AddSingleton<LiveIndex>();
        services.AddSingleton<Retrieval>();
        services.AddSingleton<KnowledgeFolder>();
        services.AddHostedService<KnowledgeUpkeep>();
        services.AddSingleton<IWarmUp, RagWarmUp>();
        services.AddLearning();
    }

    public void AddConsumers(ModuleBus bus)
    {
        bus.AddStatelessConsumer<RetrieveKnowledgeConsumer, RagDbContext>();
        bus.AddBroadcastConsumer<KnowledgePublishedConsumer>();
        bus.AddConsumer<LearnFromConversationConsumer, RagDbContext>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapImportKnowledge();
        routes.MapSearchKnowledge();
        routes.MapListDocuments();
        routes.MapLearning();
    }
}
