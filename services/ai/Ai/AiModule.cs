using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Caching;
using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Ai.Honesty;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Ai.Mcp;
using WeChatPlatform.Ai.Media;
using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Providers;
using WeChatPlatform.Ai.Replies;
using WeChatPlatform.Ai.Routing;
using WeChatPlatform.Ai.Tools;
using WeChatPlatform.Ai.Understanding;
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
        builder.AddProviders();
        builder.AddLlm();
        builder.AddRouting();
        builder.AddPrompts();
        builder.AddDisclosure();
        builder.AddUnderstanding();
        builder.AddTools();
        builder.AddMcp();
        builder.AddGuard();
        builder.AddUsageLedger();
        builder.AddBudgets();
        builder.AddAnswerCache();
        builder.AddMedia();
        builder.AddReplies();
    }

    public void AddConsumers(ModuleBus bus)
    {
        bus.AddLongRunningConsumer<GenerateReplyConsumer, GenerateReply, GenerationResult, AiDbContext>();
        bus.AddLongRunningConsumer<ReadAttachmentConsumer, ReadAttachment, MediaReading, AiDbContext>();
        bus.AddBroadcastConsumer<ProvidersChangedConsumer>();
        bus.AddBroadcastConsumer<PromptsChangedConsumer>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapProviders();
        routes.MapPrompts();
        routes.MapReplies();
        routes.MapUnderstanding();
        routes.MapUsageLedger();
        routes.MapBudgets();
        routes.MapServeMcp();
    }
}
