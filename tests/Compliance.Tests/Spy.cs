using System.Text.Json;
using RabbitMQ.Client;
using WeChatPlatform.Compliance.Node;

namespace WeChatPlatform.Compliance.Tests;

/// <summary>A queue beside the modules' own that gets a copy of every message, in the order in which the broker took them.</summary>
internal sealed class Spy : IAsyncDisposable
{
    private const string Queue = "compliance-spy";
    private readonly IConnection connection;
    private readonly IChannel channel;

    private Spy(IConnection connection, IChannel channel)
    {
        this.connection = connection;
        this.channel = channel;
    }

    public static async Task<Spy> StartAsync(Uri rabbitMq)
    {
        var opened = await new ConnectionFactory { Uri = rabbitMq }.CreateConnectionAsync();
        var spy = new Spy(opened, await opened.CreateChannelAsync());
        await spy.channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        foreach (var message in ModuleUnderTest.All.SelectMany(module => module.Messages))
        {
            // As the bus itself declares a message's exchange.
            var exchange = $"{message.Namespace}:{message.Name}";
            await spy.channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await spy.channel.QueueBindAsync(Queue, exchange, routingKey: "");
        }

        return spy;
    }

    /// <summary>How many messages wait in a queue that has readers, beside those that the readers hold.</summary>
    public async Task<uint> WaitingAsync(string queue) => await channel.MessageCountAsync(queue);

    public async Task<IReadOnlyList<SpiedMessage>> DrainAsync()
    {
        List<SpiedMessage> found = [];
        while (await channel.BasicGetAsync(Queue, autoAck: true) is { } message)
        {
            using var envelope = JsonDocument.Parse(message.Body);
            var errand = envelope.RootElement.GetProperty("message");
            found.Add(new SpiedMessage(
                Guid.Parse(message.BasicProperties.MessageId!),
                message.Exchange[(message.Exchange.IndexOf(':', StringComparison.Ordinal) + 1)..],
                errand.GetProperty("key").GetGuid(),
                errand.GetProperty("number").GetInt32()));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}

internal sealed record SpiedMessage(Guid MessageId, string Type, Guid Key, int Number);
