using System.Threading.Channels;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WeChatPlatform.MessagingBenchmark.Ours;

namespace WeChatPlatform.MessagingBenchmark.Floor;

/// <summary>
/// The least that does the same, hand-written: RabbitMQ's own client with confirms and quorum queues, plain SQL for inbox,
/// outbox and state. No sweep, no retries, no poison queue, no order per key.
/// </summary>
internal sealed class FloorRoad : IRoad
{
    private const int DeleteAtOnce = 500;
    private readonly Waiters waiters = new();
    private readonly Channel<long> sent = Channel.CreateUnbounded<long>();
    private readonly List<FloorEndpoint> endpoints = [];
    private readonly IConnection connection;
    private readonly IChannel publisher;
    private readonly NpgsqlDataSource database;
    private readonly NpgsqlDataSource deleter;
    private readonly Task deleting;

    private FloorRoad(string name, IConnection connection, IChannel publisher, NpgsqlDataSource database, string databaseConnection)
    {
        Name = name;
        DatabaseConnection = databaseConnection;
        this.connection = connection;
        this.publisher = publisher;
        this.database = database;
        deleter = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(databaseConnection) { Options = "-c synchronous_commit=off" });
        deleting = Task.Run(DeleteAsync, CancellationToken.None);
    }

    public string Name { get; }

    public int InboxRows => Texts.HandledMessages;

    public string DatabaseConnection { get; }

    /// <remarks>With <paramref name="mostAtOnce"/> 1 every message has a commit of its own.</remarks>
    public static async Task<FloorRoad> StartAsync(Servers servers, int mostAtOnce, CancellationToken ct)
    {
        var name = mostAtOnce == 1 ? "floor" : "batched";
        var tables = await FloorTables.CreateAsync(servers.Postgres, name, ct);
        var broker = await new ConnectionFactory { Uri = servers.RabbitMq }.CreateConnectionAsync(ct);
        var confirmed = await broker.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        var road = new FloorRoad(name, broker, confirmed, tables, Servers.Database(servers.Postgres, name));
        await road.ListenAsync(ct);
        road.endpoints.Add(await FloorEndpoint.StartAsync(
            broker, FloorTurn.SagaQueue, mostAtOnce,
            deliveries => FloorSteps.AdvanceAsync(tables, FloorTurn.SagaQueue, deliveries, CancellationToken.None), road.PublishAsync, ct));
        foreach (var queue in FloorTurn.StepQueues)
        {
            road.endpoints.Add(await FloorEndpoint.StartAsync(
                broker, queue, mostAtOnce,
                deliveries => FloorSteps.AnswerAsync(
                    tables, queue, deliveries, asked => FloorTurn.Answer(queue, asked), CancellationToken.None),
                road.PublishAsync, ct));
        }

        return road;
    }

    public async Task RunTurnAsync(Guid turnId, CancellationToken ct)
    {
        var finished = waiters.Expect(turnId);
        var message = FloorMessage.Create("started", FloorTurn.SagaQueue, new FloorBody(turnId, Texts.Question));
        await PublishAsync([await FloorSteps.StartAsync(database, message, ct)]);
        await finished.WaitAsync(ct);
    }

    public Task<Stored> StoredAsync(CancellationToken ct) => Tables.CountAsync(
        DatabaseConnection, "select count(*) from turn where current_state = 'Finished'", ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var endpoint in endpoints)
        {
            await endpoint.DisposeAsync();
        }

        await connection.DisposeAsync();
        sent.Writer.Complete();
        await deleting;
        await publisher.DisposeAsync();
        await deleter.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await channel.QueueDeclareAsync(FloorTurn.FinishedQueue, durable: false, exclusive: true, autoDelete: true, cancellationToken: ct);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            waiters.Finish(FloorDelivery.Read(message.DeliveryTag, message.BasicProperties, message.Body.Span).Body.TurnId);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(FloorTurn.FinishedQueue, autoAck: true, consumer, ct);
    }

    /// <summary>All at once, and back when the broker has confirmed all; an unconfirmed one throws.</summary>
    private async Task PublishAsync(IReadOnlyList<FloorMessage> messages)
    {
        await Task.WhenAll(messages.Select(message => publisher.BasicPublishAsync(
            "", message.Queue, mandatory: true, FloorEndpoint.Properties(message), FloorEndpoint.Bytes(message), CancellationToken.None).AsTask()));
        foreach (var message in messages)
        {
            sent.Writer.TryWrite(message.Row);
        }
    }

    private async Task DeleteAsync()
    {
        List<long> rows = [];
        while (await sent.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // A moment, so that rows gather: a delete waits for nobody.
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
            rows.Clear();
            while (rows.Count < DeleteAtOnce && sent.Reader.TryRead(out var row))
            {
                rows.Add(row);
            }

            await using var command = deleter.CreateCommand("delete from outbox where id = any($1)");
            command.Parameters.Add(new() { Value = rows.ToArray() });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
