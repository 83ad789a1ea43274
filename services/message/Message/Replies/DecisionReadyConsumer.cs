using MassTransit;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Replies;

/// <summary>On every replica: wakes the requests and the socket that wait for a decision. It carries no truth.</summary>
internal sealed class DecisionReadyConsumer(DecisionWaiters waiters, AgentConnections connections) : IConsumer<ReplyDecided>
{
    public Task Consume(ConsumeContext<ReplyDecided> context)
    {
        waiters.Wake(context.Message.MessageIds);
        connections.Wake(context.Message.AgentId);
        return Task.CompletedTask;
    }
}
