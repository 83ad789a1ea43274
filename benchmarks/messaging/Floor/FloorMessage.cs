using System.Text.Json;
using RabbitMQ.Client;

namespace WeChatPlatform.MessagingBenchmark.Floor;

/// <summary>A message as the hand-written road has it: what it says is JSON, what it is stands in the properties.</summary>
internal sealed record FloorMessage(Guid Id, string Type, string Queue, FloorBody Body)
{
    public string Json { get; } = JsonSerializer.Serialize(Body, JsonSerializerOptions.Web);

    /// <summary>Where it stands in the outbox; 0 before it does.</summary>
    public long Row { get; init; }

    public static FloorMessage Create(string type, string queue, FloorBody body) =>
        new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), type, queue, body);
}

internal sealed record FloorBody(Guid TurnId, string Text);

/// <summary>A message that RabbitMQ delivered and that waits to be acknowledged.</summary>
internal sealed record FloorDelivery(ulong Tag, Guid Id, string Type, FloorBody Body)
{
    public static FloorDelivery Read(ulong tag, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body) => new(
        tag,
        Guid.Parse(properties.MessageId!),
        properties.Type!,
        JsonSerializer.Deserialize<FloorBody>(body, JsonSerializerOptions.Web)!);
}
