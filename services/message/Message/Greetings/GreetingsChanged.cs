using MassTransit;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Greetings;

/// <summary>There is a newer table of greetings. Every replica tells the agents whose sockets it holds.</summary>
internal sealed record GreetingsChanged(long Version)
{
    // Changes need an order of their own, not a conversation's.
    public static readonly Guid OrderingKey = new("0d2e7c3a-9d0b-4a56-8a35-3f6f1f9a5c21");
}

/// <summary>On every replica: wakes the sockets. It carries no truth; each reads the table.</summary>
internal sealed class GreetingsChangedConsumer(AgentConnections connections) : IConsumer<GreetingsChanged>
{
    public Task Consume(ConsumeContext<GreetingsChanged> context)
    {
        connections.GreetingsChanged();
        return Task.CompletedTask;
    }
}
