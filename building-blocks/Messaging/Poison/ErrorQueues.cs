using System.Globalization;
using System.Text;
using System.Text.Json;
using MassTransit.Serialization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace WeChatPlatform.Messaging.Poison;

/// <summary>Poison messages of RabbitMQ: MassTransit moves them to an error queue beside each queue, with the reason in headers.</summary>
internal sealed class ErrorQueues(string rabbitMq, TimeProvider time)
{
    public async Task<List<PoisonMessage>> ListAsync(MessageCatalog.Queue queue, CancellationToken ct)
    {
        await using var connection = await ConnectAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        List<PoisonMessage> found = [];
        if (!await ExistsAsync(connection, queue, ct))
        {
            return found;
        }

        // Unacknowledged messages go back to the queue when the channel closes, in their old order.
        while (await channel.BasicGetAsync(ErrorQueue(queue), autoAck: false, ct) is { } message)
        {
            found.Add(Describe(queue, message));
        }

        return found;
    }

    public async Task<int> RedeliverAsync(MessageCatalog.Queue queue, Guid? messageId, CancellationToken ct)
    {
        await using var connection = await ConnectAsync(ct);
        if (!await ExistsAsync(connection, queue, ct))
        {
            return 0;
        }

        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        var moved = 0;
        while (await channel.BasicGetAsync(ErrorQueue(queue), autoAck: false, ct) is { } message)
        {
            if (messageId is null || message.BasicProperties.MessageId == messageId.Value.ToString())
            {
                // Mandatory and confirmed before the error queue lets go of it: a crash in between delivers it twice at
                // most, which the inbox recognises.
                var properties = new BasicProperties(message.BasicProperties);
                foreach (var header in properties.Headers?.Keys.Where(IsFaultHeader).ToList() ?? [])
                {
                    properties.Headers!.Remove(header);
                }

                await channel.BasicPublishAsync("", queue.Name, mandatory: true, properties, message.Body, ct);
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
                moved++;
            }
        }

        return moved;
    }

    private Task<IConnection> ConnectAsync(CancellationToken ct) =>
        new ConnectionFactory { Uri = new Uri(rabbitMq), ClientProvidedName = "wechat-poison" }.CreateConnectionAsync(ct);

    private static async Task<bool> ExistsAsync(IConnection connection, MessageCatalog.Queue queue, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await channel.QueueDeclarePassiveAsync(ErrorQueue(queue), ct);
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
        {
            return false;
        }
    }

    private PoisonMessage Describe(MessageCatalog.Queue queue, BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        return new PoisonMessage(
            Guid.TryParse(message.BasicProperties.MessageId, out var id) ? id : Guid.Empty,
            queue.Name,
            TypeOf(message.Body),
            $"{Text(headers, "MT-Fault-ExceptionType")}: {Text(headers, "MT-Fault-Message")}",
            DateTimeOffset.TryParse(
                Text(headers, "MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at
                : time.GetUtcNow());
    }

    // What cannot be read is poison too, and must not keep the others from being seen.
    private static string TypeOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize<JsonMessageEnvelope>(body.Span, SystemTextJsonMessageSerializer.Options);
            return (envelope?.MessageType?.FirstOrDefault() ?? "")
                .Replace("urn:message:", "", StringComparison.Ordinal).Replace(':', '.');
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Text(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value)
            ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString() ?? ""
            : "";

    private static bool IsFaultHeader(string name) =>
        name.StartsWith("MT-Fault-", StringComparison.Ordinal) || name.StartsWith("MT-Reason", StringComparison.Ordinal);

    private static string ErrorQueue(MessageCatalog.Queue queue) => $"{queue.Name}_error";
}
