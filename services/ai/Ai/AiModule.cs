using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;
using WeChatPlatform.Hosting;
using WeChatPlatform.Llm;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai;

/// <summary>Words answers from evidence, by a model or by the knowledge alone, and keeps the ledger of model calls.</summary>
public sealed class AiModule : IModule
{
    public string Name => "ai";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddModuleDatabase<AiDbContext>(Name);
        builder.AddLlm();
        builder.AddGuard();
        builder.Services.AddOptions<AiOptions>().BindConfiguration(AiOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AiOptions>, AiOptionsValidator>();
        builder.Services.TryAddSingleton<TemplateReplyWriter>();
        builder.Services.TryAddSingleton<ModelReplyWriter>();
        builder.Services.TryAddSingleton<IReplyWriter>(provider =>
            provider.GetRequiredService<IOptions<LlmOptions>>().Value.IsConfigured
                ? provider.GetRequiredService<ModelReplyWriter>()
                : provider.GetRequiredService<TemplateReplyWriter>());
    }

    public void AddConsumers(ModuleBus bus) =>
        bus.AddLongRunningConsumer<GenerateReplyConsumer, GenerateReply, GenerationResult, AiDbContext>();

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapGetProvider();
}
