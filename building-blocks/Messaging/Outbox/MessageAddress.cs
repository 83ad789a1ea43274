using System.Buffers;
using System.Text.Json;
using MassTransit;
using MassTransit.RabbitMqTransport;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>Where a message goes with RabbitMQ, and the envelope in which MassTransit's consumers look for it.</summary>
internal sealed class MessageAddress(Type type)
{
    public const string ContentType = "application/vnd.masstransit+json";

    // The message itself comes on top; most are below it together.
    private const int UsualBytes = 2048;
    private readonly string urn = MessageUrn.ForTypeString(type);

    /// <summary>MassTransit names a message's exchange by its type.</summary>
    public string Exchange { get; } = new RabbitMqMessageNameFormatter().GetMessageName(type);

    public ReadOnlyMemory<byte> Envelope(OutboxRow row, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(row.Body.Length + UsualBytes);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("messageId", row.MessageId);
        json.WriteString("conversationId", row.OrderingKey);
        json.WriteStartArray("messageType");
        json.WriteStringValue(urn);
        json.WriteEndArray();
        json.WritePropertyName("message");
        json.WriteRawValue(row.Body, skipInputValidation: true);
        json.WriteString("sentTime", now);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
