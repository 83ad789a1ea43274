using System.Globalization;
using System.Text;
using System.Text.Json;
using MassTransit.Serialization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace WeChatPlatform.Messaging.Poison;

/// <summary>
/// Poison messages of RabbitMQ. MassTransit moves what failed to an error queue beside each queue, with the reason in
/// headers, and what came to a queue where nobody handles it to a skipped queue.
/// </summary>
internal sealed class ErrorQueues(string rabbitMq, TimeProvider time)
{
    public const string FaultPrefix = "MT-Fault-";
    public const string FaultTime = "MT-Fault-Timestamp";

    private const string Failed = "_error";
    private const string Skipped = "_skipped";
    private const string SkippedReason = "skipped: nothing that reads this queue handles it";

    public async Task<List<PoisonMessage>> ListAsync(MessageCatalog.Queue queue, CancellationToken ct)
    {
        await using var connection = await ConnectAsync(ct);
        List<PoisonMessage> found = [];
        foreach (var aside in AsideOf(queue))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);

            // Unacknowledged messages go back to the queue when the channel closes, in their old order.
            found.AddRange((await GetAllAsync(connection, channel, aside, ct)).Select(message => Describe(queue, aside, message)));
        }

        return found;
    }

    public Task<int> RedeliverAsync(MessageCatalog.Queue queue, Guid? messageId, CancellationToken ct) =>
        TakeAsync(queue, messageId, putBack: true, ct);

    public Task<int> RemoveAsync(MessageCatalog.Queue queue, Guid? messageId, CancellationToken ct) =>
        TakeAsync(queue, messageId, putBack: false, ct);

    private async Task<int> TakeAsync(MessageCatalog.Queue queue, Guid? messageId, bool putBack, CancellationToken ct)
    {
        await using var connection = await ConnectAsync(ct);
        var taken = 0;
        foreach (var aside in AsideOf(queue))
        {
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);

            // All are fetched before the first is put back: one that fails again at once must not come round for ever.
            foreach (var message in await GetAllAsync(connection, channel, aside, ct))
            {
                if (messageId is null || IdOf(message) == messageId)
                {
                    if (putBack)
                    {
                        await PutBackAsync(channel, queue, message, ct);
                    }

                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
                    taken++;
                }
            }
        }

        return taken;
    }

    // Mandatory and confirmed before the error queue lets go of it: a crash in between delivers it twice at most, which the
    // inbox recognises.
    private static async Task PutBackAsync(
        IChannel channel, MessageCatalog.Queue queue, BasicGetResult message, CancellationToken ct)
    {
        var properties = new BasicProperties(message.BasicProperties);
        foreach (var header in properties.Headers?.Keys.Where(IsFaultHeader).ToList() ?? [])
        {
            properties.Headers!.Remove(header);
        }

        await channel.BasicPublishAsync("", queue.Name, mandatory: true, properties, message.Body, ct);
    }

    private static async Task<List<BasicGetResult>> GetAllAsync(
        IConnection connection, IChannel channel, string aside, CancellationToken ct)
    {
        List<BasicGetResult> found = [];
        if (await ExistsAsync(connection, aside, ct))
        {
            while (await channel.BasicGetAsync(aside, autoAck: false, ct) is { } message)
            {
                found.Add(message);
            }
        }

        return found;
    }

    private Task<IConnection> ConnectAsync(CancellationToken ct) =>
        new ConnectionFactory { Uri = new Uri(rabbitMq), ClientProvidedName = "wechat-poison" }.CreateConnectionAsync(ct);

    private static async Task<bool> ExistsAsync(IConnection connection, string queue, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await channel.QueueDeclarePassiveAsync(queue, ct);
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
        {
            return false;
        }
    }

    private PoisonMessage Describe(MessageCatalog.Queue queue, string aside, BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        return new PoisonMessage(
            IdOf(message),
            queue.Name,
            TypeOf(message.Body),
            aside.EndsWith(Skipped, StringComparison.Ordinal) ? SkippedReason
                : Text(headers, FailureReason.Header) is { Length: > 0 } reason ? reason : Text(headers, "MT-Fault-ExceptionType"),
            DateTimeOffset.TryParse(
                Text(headers, FaultTime), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
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

    private static Guid IdOf(BasicGetResult message) =>
        Guid.TryParse(message.BasicProperties.MessageId, out var id) ? id : Guid.Empty;

    private static bool IsFaultHeader(string name) =>
        name == FailureReason.Header
        || name.StartsWith(FaultPrefix, StringComparison.Ordinal) || name.StartsWith("MT-Reason", StringComparison.Ordinal);

    private static string[] AsideOf(MessageCatalog.Queue queue) => [queue.Name + Failed, queue.Name + Skipped];
}
