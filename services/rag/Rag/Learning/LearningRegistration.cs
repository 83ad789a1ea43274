using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

internal static class LearningRegistration
{
    public static IServiceCollection AddLearning(this IServiceCollection services)
    {
        services.AddOptions<LearningOptions>().BindConfiguration(LearningOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LearningOptions>, LearningOptionsValidator>();
        services.AddSingleton<IValidateOptions<LearningOptions>, LearningOptionsConsistency>();
        services.AddSingleton(provider => new SpokenRedactor([.. provider.GetRequiredService<IOptions<RagOptions>>().Value.OwnContacts]));
        services.AddScoped<ILearnedPairs, LearnedPairs>();
        services.AddScoped<PairStore>();
        services.AddScoped<GapCheck>();
        services.AddScoped<KnownPairs>();
        services.AddScoped<ApprovedPairs>();
        return services;
    }

    public static void MapLearning(this IEndpointRouteBuilder routes)
    {
        routes.MapListLearnedPairs();
        routes.MapReviewLearnedPair();
        routes.MapExportLearnedPairs();
        routes.MapGetKnowledgeGaps();
    }
}
