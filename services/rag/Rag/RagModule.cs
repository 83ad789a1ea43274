using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Documents;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;
using WeChatPlatform.Rag.Learning;
using WeChatPlatform.Search;
using WeChatPlatform.Search.Remote;

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
        builder.AddDocuments();
        builder.AddModuleDatabase<RagDbContext>(Name);
        services.AddSingleton<IValidateOptions<RagOptions>, TimeZoneIsKnown>();
        services.AddSingleton<IValidateOptions<RagOptions>, SynonymsAreGroups>();
        services.AddScoped<DraftDocuments>();
        services.AddScoped<DraftPieces>();
        services.AddScoped<ReleaseStore>();
        services.AddScoped<ReleaseProof>();
        services.AddScoped<ReleasePublisher>();
        services.AddSingleton<PublishLock>();
        services.AddSingleton<IngestionSignals>();
        services.AddScoped<IngestionRun>();
        services.AddSingleton<DocumentIntake>();
        services.AddSingleton<KnownDocuments>();
        services.AddSingleton<DuplicateSearch>();
        services.AddHostedService<IngestionWorker>();
        services.AddSingleton<IVectorCache, StoredVectors>();
        builder.AddRemoteSearch();
        services.AddSingleton<IValidateOptions<MilvusOptions>, MilvusHasModel>();
        services.AddSingleton(provider => SearchParts.From(provider.GetRequiredService<RemoteSearch>()) with
        {
            Synonyms = Synonyms.With(provider.GetRequiredService<IOptions<RagOptions>>().Value.Synonyms.Select(SynonymsAreGroups.WordsOf)),
        });
        services.AddHostedService<ModelMove>();
        services.AddSingleton<DirectAnswers>();
        services.AddSingleton<LiveIndex>();
        services.AddSingleton<Previews>();
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
        routes.MapHitTest();
        routes.MapListDocuments();
        routes.MapLearning();
        routes.MapReadDocument();
        routes.MapManageCollections();
        routes.MapManageJobs();
        routes.MapEditKnowledge();
        routes.MapReadDraft();
        routes.MapPublishKnowledge();
        routes.MapReadReleases();
        routes.MapManageTestQuestions();
    }
}
