using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Attachments;
using WeChatPlatform.Message.Closing;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Deliveries;
using WeChatPlatform.Message.Fleet;
using WeChatPlatform.Message.Gaps;
using WeChatPlatform.Message.Gate;
using WeChatPlatform.Message.Greetings;
using WeChatPlatform.Message.Measuring;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Message;

/// <summary>Conversations, messages, the reply saga, decisions and their delivery to the agents.</summary>
public sealed class MessageModule : IModule
{
    public string Name => "message";

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddModuleDatabase<MessageDbContext>(Name);
        var services = builder.Services;
        services.AddOptions<MessageOptions>().BindConfiguration(MessageOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MessageOptions>, MessageOptionsValidator>();
        services.AddSingleton<IValidateOptions<MessageOptions>, MessageOptionsConsistency>();
        services.AddSingleton<IValidateOptions<MessageOptions>, AttachmentKeysValidator>();
        services.AddSingleton<DecisionWaiters>();
        services.AddSingleton<DecisionClaims>();
        services.AddSingleton<AgentConnections>();
        services.AddSingleton<AttachmentKeys>();
        services.AddSingleton<AttachmentsInHand>();
        services.AddScoped<AttachmentReadings>();
        services.AddScoped<MessageStore>();
        services.AddScoped<TurnSteps>();
        services.AddScoped<TurnDoor>();
        services.AddScoped<EdgeAnswers>();
        services.AddScoped<DecisionRecorder>();
        services.AddScoped<Superseding>();
        services.AddScoped<ChatPauses>();
        services.AddScoped<DeliveryReports>();
        services.AddScoped<LostLedger>();
        services.AddScoped<OpenDeliveries>();
        services.AddScoped<AgentSighting>();
        services.AddScoped<AgentLeases>();
        services.AddScoped<ClientVersions>();
        services.AddLastGate();
        services.AddKeyedScoped<IAgentFrameHandler, DeliveryFrames>(AgentFrames.Delivery);
        services.AddKeyedScoped<IAgentFrameHandler, GateFrames>(AgentFrames.Gate);
        services.AddScoped<GapReports>();
        services.AddKeyedScoped<IAgentFrameHandler, GapFrames>(AgentFrames.Gap);
        services.AddSingleton<ExpiredDecisions>();
        services.AddHostedService(provider => provider.GetRequiredService<ExpiredDecisions>());
        services.AddScoped<ConversationClosing>();
        services.AddSingleton<ClosedConversations>();
        services.AddHostedService(provider => provider.GetRequiredService<ClosedConversations>());
        services.AddHostedService<StandingWork>();
        services.AddSingleton<AgentWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AgentWatch>());
        services.AddSingleton<IWarmUp, MessageWarmUp>();
        services.AddSingleton(MessageWarmUp.Refused);
    }

    public void AddConsumers(ModuleBus bus)
    {
        bus.AddSaga<ReplySaga, Turn, MessageDbContext>();
        bus.AddConsumer<KeepReadingConsumer, MessageDbContext>();
        bus.AddBroadcastConsumer<DecisionReadyConsumer>();
        bus.AddBroadcastConsumer<GreetingsChangedConsumer>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapPostMessage();
        routes.MapGetReply();
        routes.MapListConversations();
        routes.MapGetLines();
        routes.MapPauseConversation();
        routes.MapCloseConversation();
        routes.MapPostGate();
        routes.MapPostDelivery();
        routes.MapGetUnknownDeliveries();
        routes.MapSettleDelivery();
        routes.MapPostHeartbeat();
        routes.MapGetAgentStatus();
        routes.MapStopAgent();
        routes.MapPostError();
        routes.MapListErrors();
        routes.MapPostSelfCheck();
        routes.MapListClientVersions();
        routes.MapHoldClientVersion();
        routes.MapAgentSocket();
        routes.MapListGaps();
        routes.MapSettleGap();
        routes.MapPostAttachment();
        routes.MapGetAttachments();
        routes.MapManageGreetings();
    }
}
